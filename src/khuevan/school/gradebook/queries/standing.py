"""Every book of a school as its tables hold it, in the terms in which the ledger speaks of cells."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_noop

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.dates import year_label
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..models import Conduct, MarkRow, Observation, PrimaryMark, PrimaryTraits
from ..rules.tt27_2020 import PERIODS, Period
from .columns import Value
from .history import class_history_book, marks_book
from .locks import TERM_NAMES
from .sheets import Sheet, class_sheet, is_preschool, is_primary, sheet_of

Known = Mapping[str, Value]
"""Cells by column key, without empty ones; of texts a fingerprint."""


@dataclass(frozen=True)
class Standing:
    """A book: its name in the ledger, its title, its sheet, and what its rows hold by student id."""

    book: str
    title: str
    sheet: Sheet
    cells: Mapping[int, Known]


def standing(school_id: int) -> Iterator[Standing]:
    """All books of all years in which anything lies; seven queries."""
    subjects = ClassSubject.objects.filter(school_id=school_id).select_related("subject", "school_class")
    books, classes = {one.pk: one for one in subjects}, SchoolClass.objects.filter(school_id=school_id).in_bulk()
    for model, part_field in ((MarkRow, "term"), (PrimaryMark, "period")):
        for pk, part, rows in _rows(model, school_id, "class_subject_id", part_field):
            book = books[pk]
            yield _stands(marks_book(book, part), marks_title(book, part), sheet_of(book, part), rows)
    for model, part_field in ((Conduct, "term"), (Observation, "term"), (PrimaryTraits, "period")):
        for pk, part, rows in _rows(model, school_id, "school_class_id", part_field):
            one = classes[pk]
            yield _stands(class_history_book(one, part), class_part_title(one, part), class_sheet(one, part), rows)


def marks_title(book: ClassSubject, part: int) -> str:
    """What the ledger calls a book of marks in a term or period."""
    return f"{book.subject.name} {_where(book.school_class, part)}"


def class_part_title(school_class: SchoolClass, part: int) -> str:
    """What the ledger calls the homeroom teacher's part in a term or period."""
    return f"{class_part_name(school_class)} {_where(school_class, part)}"


def class_part_name(school_class: SchoolClass) -> str:
    """The homeroom teacher's part in Vietnamese, because records keep it."""
    if is_preschool(school_class):
        return gettext_noop("Theo dõi sự phát triển")
    return gettext_noop("Phẩm chất, năng lực") if is_primary(school_class) else gettext_noop("Rèn luyện")


def fingerprint(text: Value) -> str:
    """Stands for a text without repeating it: 64 bits of SHA-256."""
    return f"sha256:{sha256_hex(text)[:16]}"


def _rows(model: Any, school_id: int, by: str, part_field: str) -> Iterator[tuple[int, int, Iterable[Any]]]:
    rows = model.objects.filter(school_id=school_id).order_by(by, part_field).values_list(named=True)
    for (pk, part), found in groupby(rows.iterator(chunk_size=5000), key=attrgetter(by, part_field)):
        yield pk, part, found


def _stands(book: str, title: str, sheet: Sheet, rows: Iterable[Any]) -> Standing:
    texts = {column.key for column in sheet.columns if column.kind == "text"}
    return Standing(book, title, sheet, {row.student_id: _known(texts, sheet.cells(row)) for row in rows})


def _known(texts: Collection[str], cells: Mapping[str, Value]) -> Known:
    return {key: fingerprint(value) if key in texts else value for key, value in cells.items() if value is not None}


def _where(school_class: SchoolClass, part: int) -> str:
    name = PERIODS[Period(part)] if is_primary(school_class) else TERM_NAMES[part]
    return f"{school_class.name} · {name} {year_label(school_class.year)}"
