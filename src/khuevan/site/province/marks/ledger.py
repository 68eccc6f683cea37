"""The first entry of every book: what stands in it, as `gradebook.open_ledger` would find it in the tables.

The content is written as canonical JSON at once (keys in order, no spaces), because there are half a million books.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from khuevan.registry.audit.api import Author, Opening
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, Subject, curriculum
from khuevan.school.gradebook.api import class_history_book, class_part_title, fingerprint, marks_book, marks_title

from ..classes import ClassBook
from ..lines import Batch, line
from ..records import ClassSubjectRow

LOADER = Author("Nạp dữ liệu ban đầu", "khuevan province")
_ENTRY = (
    "school_id", "book", "position", "at", "by", "role", "verb", "subject", "new", "reason", "device", "previous",
    "hash",
)  # fmt: skip
_HEAD = ("school_id", "book", "position", "hash")
_PASS = {0: '"CD"', 1: '"D"'}


@dataclass
class FirstEntries:
    """Collects the entries of one school's books; `batches` are their rows."""

    school_id: int
    began: datetime
    entries: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opening = Opening(LOADER, self.school_id, self.began)
        self.moment = self.began.isoformat()
        self.books: dict[int, ClassSubject] = {}
        self.classes: dict[int, SchoolClass] = {}

    def marks(self, book: ClassBook, subject: ClassSubjectRow, part: int, content: str) -> None:
        """A book of marks in a term or period."""
        if subject.id not in self.books:
            named = _subject(subject.subject_id)
            self.books[subject.id] = ClassSubject(uid=subject.uid, subject=named, school_class=self._class(book))
        of = self.books[subject.id]
        self._add(marks_book(of, part), marks_title(of, part), content)

    def of_class(self, book: ClassBook, part: int, content: str) -> None:
        """The homeroom teacher's part."""
        one = self._class(book)
        self._add(class_history_book(one, part), class_part_title(one, part), content)

    def _class(self, book: ClassBook) -> SchoolClass:
        row = book.row
        if row.id not in self.classes:
            self.classes[row.id] = SchoolClass(uid=row.uid, year=row.year, grade=row.grade, name=row.name)
        return self.classes[row.id]

    def _add(self, book: str, title: str, content: str) -> None:
        digest = self.opening.digest(book, title, content)
        said = (book, 1, self.moment, LOADER.name, LOADER.title, "open", title, content, "", "", "", digest)
        self.entries.append(line((self.school_id, *said)))
        self.heads.append(line((self.school_id, book, 1, digest)))

    def batches(self) -> Iterator[Batch]:
        """Entries, and the head of each chain."""
        yield Batch("audit_entry", _ENTRY, self.entries)
        yield Batch("audit_head", _HEAD, self.heads)


def content(students: Sequence[str], *cells: Iterable[str]) -> str:
    """Canonical JSON of pupils with their cells. ``cells``: columns in the order of their keys, each cell like
    ``"gk":85,`` or nothing; all in the order of ``students``, which `in_order` gives."""
    rows = map("".join, zip(*cells, strict=True))
    return "{" + ",".join([f'"{one}":{{{row[:-1]}}}' for one, row in zip(students, rows, strict=True)]) + "}"


def in_order(rows: NDArray[np.intp], students: NDArray[np.object_]) -> NDArray[np.intp]:
    """Rows in the order in which canonical JSON has their pupils: ids as text."""
    return rows[np.argsort(students[rows].astype(str), kind="stable")]


def scores(key: str, marks: NDArray[np.int16]) -> list[str]:
    """Cells of marks in tenths."""
    return list(_scores(key)[marks.astype(np.intp) + 2])


def passes(key: str, marks: NDArray[np.int16]) -> list[str]:
    """Cells of subjects that are passed or not."""
    return list(_passes(key)[marks.astype(np.intp) + 2])


def codes(key: str, values: Iterable[str]) -> list[str]:
    """Cells of short texts."""
    return [f'"{key}":"{value}",' if value else "" for value in values]


def comments(values: Iterable[str], key: str = "comment") -> list[str]:
    """Cells of long texts, of which the ledger keeps a fingerprint."""
    return [_fingerprint(key, value) for value in values]


@cache
def _scores(key: str) -> NDArray[np.object_]:
    return np.array(["", "", *(f'"{key}":{mark},' for mark in range(101))], dtype=object)


@cache
def _passes(key: str) -> NDArray[np.object_]:
    return np.array(["", "", *(f'"{key}":{said},' for said in _PASS.values())], dtype=object)


@cache
def _fingerprint(key: str, value: str) -> str:
    return f'"{key}":"{fingerprint(value)}",' if value else ""


@cache
def _subject(code: str) -> Subject:
    return Subject(code=code, name=next(one.name for one in curriculum.catalogue() if one.code == code))
