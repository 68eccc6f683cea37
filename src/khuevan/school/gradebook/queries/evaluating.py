"""What would follow from the cells of a book: the same for a preview and for a save."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from khuevan.kernel.marks import format_tenths
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..rules import engine
from ..rules import tt22_2021 as tt22
from ..rules import tt27_2020 as tt27
from ..rules.entries import format_pass
from ..rules.rule_sets import RuleSet, rule_set
from ..rules.values import MISSING
from .codes import level_code, small_name, year_level_code
from .loading import Loaded, load
from .loading_primary import load_primary
from .sheets import YEAR, Cells, MarkSheet

ResultRow = dict[str, Any]


@dataclass
class Evaluation:
    """Averages of the changed book by student id, and the results of those pupils by (student id, term)."""

    averages: dict[int, int | None] = field(default_factory=dict)
    years: dict[int, int | None] = field(default_factory=dict)
    results: dict[tuple[int, int], ResultRow] = field(default_factory=dict)


def evaluate(book: ClassSubject, term: int, cells: Mapping[int, Cells]) -> Evaluation:
    """Averages and results if the cells of a term (by student id) were these; three queries, nothing written."""
    rules = rule_set(book.school_class.grade, book.school_class.year)
    loaded = load(book.school_id, [book.school_class_id], cells)
    sheet = MarkSheet.of(book, term)
    if term == YEAR:
        retests = {student: sheet.fields(one)["retest"] for student, one in cells.items()}
        loaded.put(book.pk, YEAR, retests)
        averages: dict[int, int | None] = {}
    else:
        averages = term_averages(rules, sheet, {student: sheet.fields(one) for student, one in cells.items()})
        loaded.put(book.pk, term, averages)
    computed = engine.year_results(rules, loaded.table)
    column = loaded.column[book.pk]
    years = {place[1]: _known(computed.year[n, column]) for n, place in enumerate(loaded.places)}
    return Evaluation(averages, years, result_rows(loaded, computed, rules))


def term_averages(rules: RuleSet, sheet: MarkSheet, fields: Mapping[int, Mapping[str, Any]]) -> dict[int, int | None]:
    """The average (or 1 for Đạt, 0 for Chưa đạt) of each pupil in a term, ``None`` while marks are missing."""
    if not fields:
        return {}
    held = [[*one["regular"], one["midterm"], one["final"]] for one in fields.values()]
    grid = np.array([[MISSING if mark is None else mark for mark in marks] for marks in held], dtype=np.int16)
    marks = tt22.TermMarks(
        regular=grid[:, None, :-2],
        midterm=grid[:, -2:-1],
        final=grid[:, -1:],
        required=np.array([sheet.regular_count], dtype=np.int8),
        scored=np.array([sheet.by_score]),
    )
    averages = engine.term_results(rules, marks)[:, 0]
    return dict(zip(fields, map(_known, averages.tolist()), strict=True))


def evaluate_class(school_class: SchoolClass, students: Iterable[int]) -> Evaluation:
    """Results of pupils as they follow from what is stored, after conduct, traits or comments changed."""
    rules = rule_set(school_class.grade, school_class.year)
    ids = list(students)
    if rules.is_primary:
        return Evaluation(results=primary_rows(school_class.school_id, [school_class.pk], ids, rules))
    loaded = load(school_class.school_id, [school_class.pk], ids)
    computed = engine.year_results(rules, loaded.table)
    return Evaluation(results=result_rows(loaded, computed, rules))


def result_rows(loaded: Loaded, computed: tt22.YearResults, rules: RuleSet) -> dict[tuple[int, int], ResultRow]:
    """Rows of `Result` without school and time, by (student id, term)."""
    subjects, rows = loaded.table.subjects, {}
    for term, levels in computed.levels.items():
        raw, final, blame = levels.raw.tolist(), levels.final.tolist(), levels.adjusted_by.tolist()
        conduct = computed.conduct[term].tolist()
        for n, (class_id, student) in enumerate(loaded.places):
            rows[student, term] = {
                "school_class_id": class_id,
                "student_id": student,
                "term": term,
                "rule_set": rules.code,
                "academic_raw": level_code(raw[n]),
                "academic": level_code(final[n]),
                "adjusted_by": subjects[blame[n]] if blame[n] >= 0 else "",
                "conduct": level_code(conduct[n]),
                "award": small_name(tt22.Award, int(computed.award[n])) if term == YEAR else "",
                "outcome": small_name(tt22.Outcome, int(computed.outcome[n])) if term == YEAR else "",
            }
    return rows


def primary_rows(
    school_id: int, class_ids: list[int], students: Iterable[int] | None, rules: RuleSet
) -> dict[tuple[int, int], ResultRow]:
    """Rows of `Result` of a primary year; there are none for a term."""
    loaded = load_primary(school_id, class_ids, students)
    computed = engine.year_results(rules, loaded.table)
    rows = {}
    for n, (class_id, student) in enumerate(loaded.places):
        level = year_level_code(int(computed.level[n]))
        rows[student, YEAR] = {
            "school_class_id": class_id,
            "student_id": student,
            "term": YEAR,
            "rule_set": rules.code,
            "academic_raw": level,
            "academic": level,
            "adjusted_by": "",
            "conduct": "",
            "award": small_name(tt27.Award, int(computed.award[n])),
            "outcome": small_name(tt27.Outcome, int(computed.outcome[n])),
        }
    return rows


def show_average(sheet: MarkSheet, value: int | None) -> str:
    """``85`` → ``8,5``, in pass subjects ``1`` → ``Đ``; nothing while missing."""
    return format_tenths(value) if sheet.by_score else format_pass(value)


def show_level(row: ResultRow | None, language: str | None) -> str:
    """The academic level in words of a language, which who asks for a class finds out once; with a star where
    Art. 9(3) lifted it.
    """
    if not row or not row["academic"]:
        return ""
    name = _level_name(row["academic"], language)
    return f"{name}*" if row["adjusted_by"] else name


@lru_cache(maxsize=32)
def _level_name(code: str, _language: str | None) -> str:
    return _(tt22.LEVELS[tt22.Level[code]])


def _known(value: int) -> int | None:
    return int(value) if value >= 0 else None
