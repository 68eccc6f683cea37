"""Do the marks in the tables say what the ledger says? Finds cells that were changed by SQL, by whomever."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.db.models import Q

from khuevan.kernel.marks import format_tenths
from khuevan.platform.transparency.ports import Mismatch
from khuevan.registry.audit.api import Entry
from khuevan.registry.people.api import Person

from .columns import Column, Value
from .sheets import Sheet
from .standing import Standing, fingerprint, standing

_BOOKS = Q()
for _kind in ("marks:", "conduct:", "traits:", "observed:"):
    _BOOKS |= Q(book__startswith=_kind)
Expected = dict[int, dict[str, Value]]


def changed_past_the_ledger(school_id: int) -> Iterator[Mismatch]:
    """Cells whose value is not the last that the ledger knows, book by book; about ten queries a school."""
    told = {book: list(entries) for book, entries in groupby(_entries(school_id), key=lambda entry: entry["book"])}
    heirs = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    names = dict(Person.objects.filter(school_ids__contains=[school_id]).values_list("pk", "full_name"))
    for one in standing(school_id):
        expected = expected_cells(one.sheet, told.pop(one.book, []), heirs)
        yield from _compare(one, expected, names)
    for book, entries in told.items():
        if any(entry["new"] for entry in entries):
            yield Mismatch(book, f"{entries[0]['subject']}: cả sổ", "", "có dữ liệu")


def expected_cells(sheet: Sheet, entries: list[dict[str, Any]], heirs: Mapping[int, int]) -> Expected:
    """What the book should hold by its entries, in order: what stood there first, then each change.

    The ledger keeps the id of a record that was merged; ``heirs`` says whose rows they are now.
    """
    labels = {column.label: column for column in sheet.columns}
    expected: Expected = {}
    for entry in entries:
        if entry["verb"] == "open":
            for student, stood in (entry["new"] or {}).items():
                expected[heirs.get(int(student), int(student))] = dict(stood)
            continue
        column = labels.get(entry["subject"].rpartition(" · ")[2])
        if column and entry["student_id"]:
            student_id = entry["student_id"]
            cells = expected.setdefault(heirs.get(student_id, student_id), {})
            cells[column.key] = _known(column, entry["new"])
    return expected


def _known(column: Column, value: Value) -> Value:
    return fingerprint(value) if column.kind == "text" and value is not None else value


def _entries(school_id: int) -> Iterator[dict[str, Any]]:
    entries = Entry.objects.filter(_BOOKS, school_id=school_id, verb__in=["open", "mark"])
    fields = ("book", "verb", "student_id", "subject", "new")
    return entries.order_by("book", "position").values(*fields).iterator(chunk_size=5000)  # type: ignore[return-value]


def _compare(one: Standing, expected: Expected, names: dict[int, str]) -> Iterator[Mismatch]:
    columns = [column for column in one.sheet.columns if column.editable]
    for student in {*one.cells, *expected}:
        found, wanted = one.cells.get(student, {}), expected.get(student, {})
        for column in columns:
            there, should = found.get(column.key), wanted.get(column.key)
            if there != should:
                where = f"{one.title} · {column.label} · {names.get(student, student)}"
                yield Mismatch(one.book, where, _said(column, there), _said(column, should))


def _said(column: Column, value: Value) -> str:
    if column.kind == "score" and isinstance(value, int):
        return format_tenths(value)
    if column.kind == "text" and value:
        return "một nội dung khác"
    return "" if value is None else str(value)
