"""A pupil's year in words: one line a subject, one line a result."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.marks import format_tenths
from khuevan.school.enrolment.api import Subject

from ..api import PupilYear, SubjectMarks, part_name, show_results, tt22_2021

_TERMS = (1, 2, 3)


@dataclass(frozen=True)
class Line:
    """A subject with its cells."""

    name: str
    url: str
    cells: list[str]


@dataclass(frozen=True)
class Report:
    """Everything that the page of a pupil shows."""

    class_name: str
    heads: list[str]
    lines: list[Line]
    result_heads: list[str]
    results: list[tuple[str, list[str]]]


def report(found: PupilYear) -> Report:
    """The words of a pupil's year."""
    primary = found.rules.is_primary
    parts = range(1, 5) if primary else _TERMS
    said = _primary_cells if primary else _term_cells
    lines = [
        Line(one.book.subject.name, reverse("gradebook:book", args=[one.book.uid]), said(one)) for one in found.subjects
    ]
    results = _results(found) if found.results or found.conduct else []
    result_heads = [part_name(False, 3)] if primary else [part_name(False, term) for term in _TERMS]
    return Report(found.school_class.name, [part_name(primary, part) for part in parts], lines, result_heads, results)


def _primary_cells(one: SubjectMarks) -> list[str]:
    cells = []
    for period in range(1, 5):
        row = one.rows.get(period)
        test = str(row.test // 10) if row and row.test is not None else ""
        cells.append(" · ".join(filter(None, [row.level if row else "", test])))
    return cells


def _term_cells(one: SubjectMarks) -> list[str]:
    by_score = one.book.subject.form == Subject.Form.SCORE
    cells = []
    for term in _TERMS:
        row = one.rows.get(term)
        value = row.average if row else None
        if row and row.retest is not None:
            value = row.retest
        cells.append(format_tenths(value) if by_score else {None: "", 0: "CĐ", 1: "Đ"}[value])
    return cells


def _results(found: PupilYear) -> list[tuple[str, list[str]]]:
    terms = (3,) if found.rules.is_primary else _TERMS
    words: dict[int, dict[str, Any]] = {}
    for term in terms:
        row = found.results.get(term)
        words[term] = show_results({**vars(row)} if row else None, 3)
    lines = [(_("Học tập"), [words[term]["study"] for term in terms])]
    if not found.rules.is_primary:
        levels = [found.conduct[term].level if term in found.conduct else "" for term in terms]
        lines.append((_("Rèn luyện"), [_(tt22_2021.LEVELS[tt22_2021.Level[one]]) if one else "" for one in levels]))
        away = [found.conduct[term].absences if term in found.conduct else None for term in terms]
        lines.append((_("Số buổi vắng"), ["" if one is None else str(one) for one in away]))
    blank = [""] * (len(terms) - 1)
    lines.append((_("Danh hiệu"), [*blank, words[3]["award"]]))
    lines.append((_("Kết quả năm học"), [*blank, words[3]["outcome"]]))
    return lines
