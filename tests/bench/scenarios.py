"""What is measured: pages and saves of the product, views of the bare Django, each with its callers' requests."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg

from .cast import TERM, Parent, Teacher, marks_of
from .sessions import Session, grid_of

_Person = TypeVar("_Person", Teacher, Parent)


@dataclass
class Scenario:
    """One row of the table. Each caller sends its requests in turn; ``check`` looks at each caller's last answer."""

    name: str
    root: int
    port: int
    callers: list[list[str]]
    check: Callable[[str], None] = bool
    turns: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.turns = [0] * len(self.callers)

    def plan(self, seconds: float, most: int, callers: int) -> dict[str, Any]:
        """What the load generator gets; every caller goes on where it stopped."""
        chosen = list(zip(self.callers, self.turns, strict=True))[:callers]
        rotated = [requests[turn:] + requests[:turn] for requests, turn in chosen]
        return {"port": self.port, "seconds": seconds, "most": most, "callers": rotated}

    def note(self, result: dict[str, Any]) -> None:
        """Remember how far each caller has come, and look at the answers."""
        for number, sent in enumerate(result["sent"]):
            self.turns[number] = (self.turns[number] + sent) % len(self.callers[number])
        for text in result["answers"]:
            self.check(text)


SMALL, READ, SAVE = (
    "Django trần: 3 truy vấn nhỏ nhất",
    "Django trần: 3 truy vấn của sổ điểm",
    "Django trần: lưu một cột",
)
READ_BOOK, COLUMN = "Mở sổ điểm một lớp", "Lưu một cột điểm"
CLASS_LIST, CLASS_PAGE = "Danh sách lớp", "Trang lớp: rèn luyện, tiến độ mọi môn"


def bare(server: tuple[int, int], teachers: list[Teacher], connection: psycopg.Connection) -> list[Scenario]:
    """The views to compare with."""
    port, root = server
    nobody = Session(port)
    small = [[nobody.page(f"/small/{one.book}/")] for one in teachers]
    read = [[nobody.page(f"/books/{one.book}/{TERM}/")] for one in teachers]
    save = [_plain_saves(nobody, one, marks_of(connection, one.other_book)) for one in teachers]
    return [Scenario(name, root, port, one) for name, one in ((SMALL, small), (READ, read), (SAVE, save))]


def _plain_saves(nobody: Session, teacher: Teacher, marks: dict[int, int]) -> list[str]:
    address = f"/books/{teacher.other_book}/{TERM}/save"
    return [nobody.post(address, dict.fromkeys(marks, 50 + shift)) for shift in (0, 5)]


def logged_in(port: int, people: list[_Person]) -> list[tuple[_Person, Session]]:
    """Each with a browser of their own."""
    return [(one, Session(port, one.username)) for one in people]


def product(
    server: tuple[int, int], staff: list[tuple[Teacher, Session]], families: list[tuple[Parent, Session]]
) -> list[Scenario]:
    """Pages as teachers and parents open them, and a column of marks as a teacher saves it."""
    port, root = server
    pages = {
        READ_BOOK: [[session.page(_book(one))] for one, session in staff],
        "Trang đầu của giáo viên": [[session.page("/")] for _, session in staff],
        CLASS_LIST: [[session.page(f"/gradebook/classes/{one.school_class}/")] for one, session in staff],
        CLASS_PAGE: [[session.page(f"/gradebook/homeroom/{one.school_class}/?term={TERM}")] for one, session in staff],
        "Trang đầu của cha mẹ": [[session.page("/")] for _, session in families],
        "Mọi điểm của một con": [[session.page(f"/transcripts/family/{one.child}/")] for one, session in families],
    }
    found = [Scenario(name, root, port, callers) for name, callers in pages.items()]
    saves = [_saves(session, one) for one, session in staff]
    return [found[0], Scenario(COLUMN, root, port, saves, check=_all_saved), *found[1:]]


def _book(teacher: Teacher) -> str:
    return f"/gradebook/books/{teacher.book}/?term={TERM}"


def _saves(session: Session, teacher: Teacher) -> list[str]:
    """Two saves that undo each other, so that each one changes every cell."""
    rows = [row for row in grid_of(session.get(_book(teacher)))["rows"] if not row.get("readonly")]
    first = {row["id"]: 40 + place % 50 for place, row in enumerate(rows)}
    second = {pupil: mark + 5 for pupil, mark in first.items()}
    shown = {row["id"]: row["cells"]["gk"] for row in rows}
    address = f"/gradebook/books/{teacher.book}/{TERM}/save"
    _none_refused(session.send(address, edits(shown, first)))
    return [session.post(address, edits(first, second)), session.post(address, edits(second, first))]


def edits(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A column of midterm marks as the grid sends it, by the pupils' uids."""
    return {"edits": [{"row": pupil, "column": "gk", "value": new[pupil], "base": old[pupil]} for pupil in new]}


def _none_refused(text: str) -> dict[str, Any]:
    """What the server answered; a mark that stood there already counts as saved."""
    said: dict[str, Any] = json.loads(text)
    assert not said["conflicts"] + said["refused"], str(said["conflicts"] + said["refused"])[:300]
    return said


def _all_saved(text: str) -> None:
    """Every pupil's mark has changed; nothing was refused."""
    said = _none_refused(text)
    assert len(said["rows"]) == len(said["saved"]) > 0, text[:300]
