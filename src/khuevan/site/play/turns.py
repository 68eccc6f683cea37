"""What people do: open a book and fill a column or correct marks, sign a class, move a pupil. One function a deed.

Whatever is done again under the same key, because the server hung up before it answered, counts once.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from khuevan.site.personas import PIN
from khuevan.site.province.dice import Dice

from .browser import Answer, Browser
from .cast import Book, Leader, Teacher

Ask = Callable[[Callable[[], Answer]], Answer]
"""Asks until the server answers; see `running`."""
ENTER, CORRECT, SIGN, MOVE = "nhập", "sửa", "ký", "chuyển"
_REASON = "Chấm lại, điểm thay đổi sau khi rà soát"
_FAR = "Trường ở tỉnh khác (tỉnh giả lập)"
_SIGNS, _MOVES, _FAR_SHARE = 0.04, 0.15, 0.3
"""Chances: that a teacher signs on a day, that a leader moves a pupil, that the pupil leaves the province."""
_USUAL, _SPREAD = 70, 14
"""Of marks that are entered, in tenths."""


@dataclass
class Deed:
    """What came of it: changes that the server has confirmed, cells that it refused, seconds of the saving request."""

    kind: str
    saved: list[dict[str, Any]] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Turn:
    """Somebody's turn on a played day."""

    seed: int
    day: date
    term: int
    username: str

    @property
    def dice(self) -> Dice:
        return Dice(self.seed, "play", self.day, self.username)

    @property
    def key(self) -> UUID:
        """The same for the same turn, so that it counts once."""
        return uuid5(NAMESPACE_URL, f"khuevan:play/{self.seed}/{self.day}/{self.username}")


def teach(turn: Turn, teacher: Teacher, browser: Browser, ask: Ask) -> Deed:
    """A teacher's turn: mostly marks, now and then signatures."""
    dice = turn.dice
    book = dice.py.choice(teacher.books)
    if dice.chance(_SIGNS):
        return _sign(book, browser, ask)
    return _write(turn, dice, book, browser, ask)


def lead(turn: Turn, leader: Leader, browser: Browser, ask: Ask) -> Deed | None:
    """A leader's turn: on most days nobody moves."""
    dice = turn.dice
    if not leader.pupils or not dice.chance(_MOVES):
        return None
    pupil, other = dice.py.choice(leader.pupils)
    form = {"token": str(turn.key), "on": turn.day.isoformat(), "reason": "Theo đơn của gia đình"}
    if other is None or dice.chance(_FAR_SHARE):
        return _post(MOVE, f"/register/pupils/{pupil}/outside/", form | {"other_place": _FAR}, browser, ask)
    return _post(MOVE, f"/register/pupils/{pupil}/class/", form | {"school_class": str(other)}, browser, ask)


def _write(turn: Turn, dice: Dice, book: Book, browser: Browser, ask: Ask) -> Deed:
    path = f"/api/v1/gradebook/books/{book.uid}/{turn.term}"
    opened = ask(lambda: browser.get(path))
    if opened.status != 200:
        return Deed(CORRECT, error=_said(opened))
    sheet = json.loads(opened.text)
    rows = [row for row in sheet["rows"] if not row["readonly"]]
    columns = [one["key"] for one in sheet["columns"] if one["editable"] and one["kind"] == "score"]
    empty = next((key for key in columns if any(row["cells"].get(key) is None for row in rows)), None)
    if not rows or not columns:
        return Deed(CORRECT, error="sổ không có ô nào nhập được")
    edits, body = (_fill(dice, rows, empty), {}) if empty else (_correct(dice, rows, columns), {"reason": _REASON})
    began = time.perf_counter()
    answer = ask(lambda: browser.send(f"{path}/marks", {"edits": edits, **body}, str(turn.key)))
    deed = Deed(ENTER if empty else CORRECT, seconds=time.perf_counter() - began)
    if answer.status == 422 and '"key_reused"' in answer.text:  # this turn was saved before the play was broken off
        return deed
    if answer.status != 200:
        deed.error = _said(answer)
        return deed
    said = json.loads(answer.text)
    wanted = {(edit["row"], edit["column"]): edit["value"] for edit in edits}
    for one in said["saved"]:
        place = (one["row"], one["column"])
        about = {"book": str(book.uid), "part": turn.term, "row": place[0], "column": place[1]}
        deed.saved.append(about | {"value": one.get("value", wanted.get(place)), "key": str(turn.key)})
    deed.refused = len(said["refused"]) + len(said["conflicts"])
    return deed


def _fill(dice: Dice, rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """A column that has empty cells is filled to its end."""
    marks = [round(min(100.0, max(10.0, dice.py.gauss(_USUAL, _SPREAD))) / 5) * 5 for _ in rows]
    pairs = [(row, mark) for row, mark in zip(rows, marks, strict=True) if row["cells"].get(column) is None]
    return [{"row": row["id"], "column": column, "value": mark, "base": None} for row, mark in pairs]


def _correct(dice: Dice, rows: list[dict[str, Any]], columns: list[str]) -> list[dict[str, Any]]:
    """One to three marks of a column, a little up or down."""
    column = dice.py.choice(columns)
    edits = []
    for row in dice.py.sample(rows, min(len(rows), dice.py.randint(1, 3))):
        base = row["cells"][column]
        step = dice.py.choice((-5, -3, 3, 5, 10))
        value = base + step if 0 <= base + step <= 100 else base - step
        edits.append({"row": row["id"], "column": column, "value": value, "base": base})
    return edits


def _sign(book: Book, browser: Browser, ask: Ask) -> Deed:
    """Sign what is complete in one subject of a class; who has no key makes one first."""
    page = ask(lambda: browser.get("/transcripts/key/"))
    if page.status == 200 and 'name="again"' in page.text and 'name="old"' not in page.text:
        ask(lambda: browser.post("/transcripts/key/make", {"pin": PIN, "again": PIN}))
    form = {"subject": str(book.number), "pin": PIN, "only_complete": "1"}
    return _post(SIGN, f"/transcripts/classes/{book.school_class}/sign-subjects", form, browser, ask)


def _post(kind: str, path: str, form: dict[str, str], browser: Browser, ask: Ask) -> Deed:
    """A form: sent on when it went well, shown again with its faults otherwise."""
    began = time.perf_counter()
    answer = ask(lambda: browser.post(path, form))
    deed = Deed(kind, seconds=time.perf_counter() - began)
    if answer.status == 302:
        deed.saved.append({"path": path, "key": form.get("token", "")})
    elif 400 <= answer.status < 500:
        deed.refused = 1
    else:
        deed.error = _said(answer)
    return deed


def _said(answer: Answer) -> str:
    """The server's own words where it has any."""
    try:
        return f"{answer.status}: {json.loads(answer.text)['message']}"
    except (ValueError, KeyError, TypeError):
        return str(answer.status)
