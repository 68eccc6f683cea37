"""What would follow from the cells of a book: the same for a preview and for a save."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from khuevan.kernel.marks import format_tenths
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..rules import engine
from ..rules import tt22_2021 as tt22
from ..rules.entries import format_pass
from ..rules.rule_sets import RuleSet, rule_set
from ..rules.values import MISSING
from .codes import AWARDS, LEVELS, OUTCOMES, PRIMARY_AWARDS, PRIMARY_LEVELS, PRIMARY_OUTCOMES, named
from .held import RESULT, Held, read_held
from .loading import Loaded, Place, filled, places_of
from .loading_primary import load_primary
from .sheets import YEAR, MarkSheet

ResultRow = dict[str, Any]
Columns = dict[str, list[Any]]
"""Columns of a table by their names, all as long."""
_result = itemgetter(*RESULT)


@dataclass
class Evaluation:
    """Averages of the changed book by student id, and the results of those pupils by (student id, term)."""

    averages: dict[int, int | None] = field(default_factory=dict)
    years: dict[int, int | None] = field(default_factory=dict)
    results: dict[tuple[int, int], ResultRow] = field(default_factory=dict)
    stored: frozenset[tuple[Any, ...]] = frozenset()
    """Rows of results that stand in the table already, as far as they have been read (see `Held`)."""

    def new_results(self, terms: Collection[int]) -> list[ResultRow]:
        """Those of some terms that are not stored yet, as far as is known."""
        asked = [row for (_student, term), row in self.results.items() if term in terms]
        return [row for row in asked if _result(row) not in self.stored] if self.stored else asked


def evaluate(
    book: ClassSubject, term: int, fields: Mapping[int, Mapping[str, Any]], held: Held | None = None
) -> Evaluation:
    """Averages and results if what the sheet of a term keeps (by student id) were this; nothing written.

    One query, none where what is ``held`` of these pupils has been read.
    """
    rules = rule_set(book.school_class.grade, book.school_class.year)
    held = held or read_held(book.school_id, [book.school_class_id], list(fields), "marks", "cases")
    loaded = filled(held, places_of(book.school_id, [book.school_class_id], fields))
    sheet = MarkSheet.of(book, term)
    if term == YEAR:
        loaded.put(book.pk, YEAR, {student: one["retest"] for student, one in fields.items()})
        averages: dict[int, int | None] = {}
    else:
        averages = term_averages(rules, sheet, fields)
        loaded.put(book.pk, term, averages)
    computed = engine.year_results(rules, loaded.table)
    column = loaded.column[book.pk]
    years = {place[1]: _known(computed.year[n, column]) for n, place in enumerate(loaded.places)}
    return Evaluation(averages, years, result_rows(loaded, computed, rules), held.results)


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
        columns = primary_columns(school_class.school_id, [school_class.pk], ids, rules)
        return Evaluation(results=_rows(columns))
    held = read_held(school_class.school_id, [school_class.pk], ids, "marks", "cases", "results")
    loaded = filled(held, places_of(school_class.school_id, [school_class.pk], ids))
    computed = engine.year_results(rules, loaded.table)
    return Evaluation(results=result_rows(loaded, computed, rules), stored=held.results)


def result_columns(loaded: Loaded, computed: tt22.YearResults, rules: RuleSet) -> Columns:
    """Columns of `Result` for two terms and the year, all pupils of a term together."""
    subjects, blank = loaded.table.subjects, [""] * len(loaded.places)
    parts = []
    for term, levels in computed.levels.items():
        own = {
            "academic_raw": named(levels.raw, LEVELS),
            "academic": named(levels.final, LEVELS),
            "adjusted_by": named(levels.adjusted_by, list(subjects)),
            "conduct": named(computed.conduct[term], LEVELS),
            "award": named(computed.award, AWARDS) if term == YEAR else blank,
            "outcome": named(computed.outcome, OUTCOMES) if term == YEAR else blank,
        }
        parts.append(_of_term(loaded.places, term, rules) | own)
    return {name: [value for part in parts for value in part[name]] for name in parts[0]}


def result_rows(loaded: Loaded, computed: tt22.YearResults, rules: RuleSet) -> dict[tuple[int, int], ResultRow]:
    """Rows of `Result` without school and time, by (student id, term)."""
    return _rows(result_columns(loaded, computed, rules))


def primary_columns(school_id: int, class_ids: list[int], students: Iterable[int] | None, rules: RuleSet) -> Columns:
    """Columns of `Result` of a primary year; there are none for a term."""
    loaded = load_primary(school_id, class_ids, students)
    computed = engine.year_results(rules, loaded.table)
    levels, blank = named(computed.level, PRIMARY_LEVELS), [""] * len(loaded.places)
    return _of_term(loaded.places, YEAR, rules) | {
        "academic_raw": levels,
        "academic": levels,
        "adjusted_by": blank,
        "conduct": blank,
        "award": named(computed.award, PRIMARY_AWARDS),
        "outcome": named(computed.outcome, PRIMARY_OUTCOMES),
    }


def _of_term(places: list[Place], term: int, rules: RuleSet) -> Columns:
    count = len(places)
    return {
        "school_class_id": [class_id for class_id, _student in places],
        "student_id": [student for _class, student in places],
        "term": [term] * count,
        "rule_set": [rules.code] * count,
    }


def _rows(columns: Columns) -> dict[tuple[int, int], ResultRow]:
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return {(row["student_id"], row["term"]): row for row in rows}


def show_average(sheet: MarkSheet, value: int | None) -> str:
    """``85`` → ``8,5``, in pass subjects ``1`` → ``Đ``; nothing while missing."""
    return format_tenths(value) if sheet.by_score else format_pass(value)


def show_level(row: ResultRow | None, language: str | None) -> str:
    """The academic level of a row of results; see ``level_in_words``."""
    return level_in_words(row["academic"], row["adjusted_by"], language) if row else ""


@lru_cache(maxsize=128)
def level_in_words(academic: str, adjusted_by: str, _language: str | None) -> str:
    """An academic level by its code, "" while missing, in words of a language, which who asks for a class finds out
    once; with a star where Art. 9(3) lifted it.
    """
    if not academic:
        return ""
    name = _(tt22.LEVELS[tt22.Level[academic]])
    return f"{name}*" if adjusted_by else name


def _known(value: int) -> int | None:
    return int(value) if value >= 0 else None
