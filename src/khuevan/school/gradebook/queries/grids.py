"""Sheets as ``<mark-grid>`` takes them: columns, pupils, values; one or two queries beside the one that opened it."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..models import Conduct, PrimaryTraits
from ..policies import may
from ..rules.tt27_2020 import PERIODS, Period
from .books import Opened
from .cases import why_closed
from .evaluating import level_in_words, show_average
from .locks import TERM_NAMES
from .observing import observation_rows, said_of_year
from .results import show_results
from .retests import NOT_ASKED, NOT_TRAINED, asked_again, may_retrain
from .roster import Listed, Marks, roster, with_levels, with_marks, with_year
from .sheets import (
    YEAR,
    ConductSheet,
    MarkSheet,
    ObservationSheet,
    PrimarySheet,
    Sheet,
    TraitSheet,
    is_preschool,
    is_primary,
)
from .standing import class_part_name

Grid = dict[str, Any]
Say = Callable[[Listed, Any], dict[str, str]]
"""What the computed columns say of a pupil, from the class list and the stored row."""
Closed = Callable[[Listed, Any], dict[str, str]]
"""Cells of a pupil that nobody may edit, by column, with the reasons."""


def part_name(primary: bool, part: int) -> str:
    """``Học kì I``, ``Cả năm``; in primary classes ``Giữa học kì I``."""
    return _(PERIODS[Period(part)] if primary else TERM_NAMES[part])


def in_records(title: Callable[[Opened], str], opened: Opened) -> str:
    """A title as records keep it: in Vietnamese, whatever language the page speaks."""
    with override(settings.LANGUAGE_CODE):
        return title(opened)


def book_title(opened: Opened) -> str:
    """``Toán 7A · Học kì I``."""
    book: ClassSubject = opened.thing
    part = part_name(is_primary(book.school_class), opened.part)
    return f"{book.subject.name} {book.school_class.name} · {part}"


def class_title(opened: Opened) -> str:
    """``Rèn luyện 7A · Học kì I``."""
    school_class: SchoolClass = opened.thing
    name = _(class_part_name(school_class))
    return f"{name} {school_class.name} · {part_name(is_primary(school_class), opened.part)}"


def book_grid(actor: Actor, opened: Opened) -> Grid:
    """The book of a class subject in a term or period."""
    book: ClassSubject = opened.thing
    primary = is_primary(book.school_class)
    head = _head(actor, opened, book_title(opened), f"book:{book.uid}", may(actor, "write", book))
    if primary:
        return _in_time(_primary_book(head, book, opened.part), opened)
    grid = _year_book(head, book) if opened.part == YEAR else _term_book(head, book, opened.part)
    return _in_time(grid, opened)


def class_grid(actor: Actor, opened: Opened, domain: str = "") -> Grid:
    """The homeroom teacher's part: conduct in a term, or qualities and competences in a primary period.

    Of a preschool's class what is observed in a term, all of it or of one ``domain``; the device keeps each by itself.
    """
    school_class: SchoolClass = opened.thing
    primary = is_primary(school_class)
    kind = f"class-{domain}" if domain else "class"
    head = _head(actor, opened, class_title(opened), f"{kind}:{school_class.uid}", may(actor, "judge", school_class))
    if is_preschool(school_class):
        return _observations(head, school_class, ObservationSheet.of(school_class, opened.part, domain))
    grid = _traits(head, school_class, opened.part) if primary else _conduct(head, school_class, opened.part)
    return _in_time(grid, opened)


def _in_time(grid: Grid, opened: Opened) -> Grid:
    """Columns that the calendar keeps shut are read only, each with the reason."""
    for number, column in enumerate(grid["columns"]):
        if column["editable"] and (reason := opened.entry.bar(opened.part, column["key"]).shut):
            grid["columns"][number] = column | {"editable": False, "closed": reason}
    return grid


def _head(actor: Actor, opened: Opened, title: str, key: str, writable: bool) -> Grid:
    return {
        "book": title,
        "storage_key": f"khuevan:marks:{actor.user_id}:{key}:{opened.part}",
        "locked": opened.lock.as_json() if opened.lock else None,
        "ask_reason": True,
        "writable": writable,
    }


def _fill(
    head: Grid,
    sheet: Sheet,
    rows: Sequence[tuple[Listed, Any]],
    say: Say,
    closed: Closed | None = None,
) -> Grid:
    columns = list(_columns(sheet, get_language()))
    if not head["writable"]:
        columns = [column | {"editable": False} for column in columns]
    head["columns"], head["rows"] = columns, []
    bearers = Counter(pupil.name for pupil, _held in rows)
    for pupil, held in rows:
        row = {"id": str(pupil.uid), "name": pupil.name, "code": pupil.code, "cells": sheet.cells(held)}
        if said := say(pupil, held):
            row["computed"] = said
        reason = why_closed(pupil.case) if pupil.case else ""
        if note := _note(pupil, bearers[pupil.name] > 1, reason):
            row["note"] = note
        if pupil.left_on:
            row["readonly"] = True
        elif reason:
            row["closed"] = {column.key: reason for column in sheet.columns if column.editable}
        elif closed and (reasons := closed(pupil, held)):
            row["closed"] = reasons
        head["rows"].append(row)
    head["students"] = [pupil.id for pupil, _held in rows]
    return head


@lru_cache(maxsize=128)
def _columns(sheet: Sheet, _language: str | None) -> tuple[dict[str, Any], ...]:
    """The columns of a sheet, in words; there are few sheets, and they say the same every time."""
    return tuple(column.as_json() for column in sheet.columns)


def _note(pupil: Listed, has_namesake: bool, reason: str) -> str:
    born = _("sinh %(day)s") % {"day": pupil.born} if has_namesake and pupil.born else ""
    return " · ".join(part for part in (born, pupil.remark, reason) if part)


def _term_book(head: Grid, book: ClassSubject, term: int) -> Grid:
    sheet, language = MarkSheet.of(book, term), get_language()

    def say(pupil: Listed, row: Marks | None) -> dict[str, str]:
        average = show_average(sheet, row.average if row else None)
        return {"average": average, "level": level_in_words(pupil.academic, pupil.adjusted_by, language)}

    return _fill(head, sheet, with_marks(book, term), say)


def _year_book(head: Grid, book: ClassSubject) -> Grid:
    sheet, language = MarkSheet.of(book, YEAR), get_language()

    def say(pupil: Listed, row: Marks | None) -> dict[str, str]:
        said = {name: show_average(sheet, getattr(row, name, None)) for name in ("term1", "term2", "average")}
        return said | {"level": level_in_words(pupil.academic, pupil.adjusted_by, language)}

    def closed(pupil: Listed, row: Marks | None) -> dict[str, str]:
        return {} if asked_again(sheet, pupil, row) else {"retest": _(NOT_ASKED)}

    return _fill(head, sheet, with_year(book), say, closed)


def _primary_book(head: Grid, book: ClassSubject, period: int) -> Grid:
    return _fill(head, PrimarySheet.of(book, period), with_levels(book, period), _nothing)


def _traits(head: Grid, school_class: SchoolClass, period: int) -> Grid:
    found = PrimaryTraits.objects.filter(
        school_id=school_class.school_id, school_class_id=school_class.pk, period=period
    )
    rows = {row.student_id: row for row in found}
    pairs = [(pupil, rows.get(pupil.id)) for pupil in roster(school_class, YEAR)]
    return _fill(head, TraitSheet.of(school_class, period), pairs, _nothing)


def _conduct(head: Grid, school_class: SchoolClass, term: int) -> Grid:
    found = Conduct.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk, term=term)
    rows = {row.student_id: row for row in found}

    def say(pupil: Listed, row: Conduct | None) -> dict[str, str]:
        said = show_results(pupil.results(), term)
        if term == YEAR:
            said["absences"] = str(row.absences) if row and row.absences is not None else ""
        return said

    def closed(_pupil: Listed, row: Conduct | None) -> dict[str, str]:
        return {} if term != YEAR or may_retrain(row) else {"retrained": _(NOT_TRAINED)}

    pairs = [(pupil, rows.get(pupil.id)) for pupil in roster(school_class, term)]
    return _fill(head, ConductSheet(term), pairs, say, closed)


def _observations(head: Grid, school_class: SchoolClass, sheet: ObservationSheet) -> Grid:
    held, listed = observation_rows(school_class), roster(school_class, sheet.term)
    said = said_of_year(sheet, [pupil.id for pupil in listed], held) if sheet.term == YEAR else {}
    pairs = [(pupil, held.get((pupil.id, sheet.term))) for pupil in listed]
    return _fill(head, sheet, pairs, lambda pupil, _row: said.get(pupil.id, {}))


def _nothing(_pupil: Listed, _row: Any) -> dict[str, str]:
    return {}
