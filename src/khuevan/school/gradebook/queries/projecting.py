"""A class's year as arrays, and what would follow if marks were others: computed by the engine, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khuevan.school.enrolment.api import ClassSubject, Pupil, SchoolClass, class_list, subjects_of_class

from ..models import MarkRow
from ..rules import engine
from ..rules import tt22_2021 as tt22
from ..rules.rule_sets import RuleSet, rule_set
from ..rules.values import MISSING, NOT_TAKEN, Marks, Mask
from .loading import Loaded, load

TERMS = (1, 2)
Rows = NDArray[np.intp]
"""Which pupil (row of the class) each line of a projection stands for; a pupil may stand there many times."""


@dataclass
class ClassMarks:
    """The year of a class of grades 6 to 12. P pupils in the order of the list, S subjects, scored ones first.

    ``terms``: marks of terms 1 and 2 (P × S); ``fixed``: where a result does not come from marks (P × S);
    ``books``: the class subject of each column.
    """

    school_class: SchoolClass
    rules: RuleSet
    pupils: list[Pupil]
    books: list[ClassSubject]
    loaded: Loaded
    terms: dict[int, tt22.TermMarks]
    fixed: dict[int, Mask]

    @property
    def scored(self) -> int:
        """How many columns have scores."""
        return self.loaded.table.scored


def class_marks(school_class: SchoolClass) -> ClassMarks:
    """Everything that the rules read of a class, with its names; seven queries."""
    loaded = load(school_class.school_id, [school_class.pk])
    names = {pupil.id: pupil for pupil in class_list(school_class)}
    books = sorted(subjects_of_class(school_class), key=lambda book: loaded.column[book.pk])
    shape = (len(loaded.places), len(loaded.table.subjects))
    most = max((book.regular_count for book in books), default=1)
    required = np.array([book.regular_count for book in books], dtype=np.int8)
    scored = np.arange(shape[1]) < loaded.table.scored
    terms, fixed = {}, {}
    for term in TERMS:
        blank = np.where(loaded.table.averages[term] == NOT_TAKEN, NOT_TAKEN, MISSING).astype(np.int16)
        regular = np.repeat(blank[:, :, None], most, axis=2)
        terms[term] = tt22.TermMarks(regular, blank.copy(), blank.copy(), required, scored)
        fixed[term] = np.zeros(shape, dtype=np.bool_)
    for book, student, term in loaded.fixed:
        number = loaded.row.get((school_class.pk, student))
        if number is not None and term in TERMS:
            fixed[term][number, loaded.column[book]] = True
    _fill(loaded, school_class, terms)
    pupils = [names[student] for _class, student in loaded.places]
    rules = rule_set(school_class.grade, school_class.year)
    return ClassMarks(school_class, rules, pupils, books, loaded, terms, fixed)


def _fill(loaded: Loaded, school_class: SchoolClass, terms: dict[int, tt22.TermMarks]) -> None:
    rows = MarkRow.objects.filter(
        school_id=school_class.school_id, class_subject_id__in=list(loaded.column), term__in=TERMS
    )
    fields = ("class_subject_id", "student_id", "term", "regular", "midterm", "final")
    for book, student, term, regular, midterm, final in rows.values_list(*fields):
        number = loaded.row.get((school_class.pk, student))
        if number is None:
            continue
        given, column = terms[term], loaded.column[book]
        places = given.regular.shape[2]
        held = [MISSING if mark is None else mark for mark in regular[:places]]
        given.regular[number, column, : len(held)] = held
        given.midterm[number, column] = MISSING if midterm is None else midterm
        given.final[number, column] = MISSING if final is None else final


def averages_if(one: ClassMarks, term: int, rows: Sequence[int] | Rows, midterm: Marks, final: Marks) -> Marks:
    """Results of a term's subjects (N × S) if ``rows`` had these midterms and finals (N × S)."""
    given = one.terms[term]
    lines = np.asarray(rows, dtype=np.intp)
    asked = replace(given, regular=given.regular[lines], midterm=midterm, final=final)
    found = engine.term_results(one.rules, asked)
    kept: Marks = np.where(one.fixed[term][lines], one.loaded.table.averages[term][lines], found).astype(np.int16)
    return kept


def results_if(
    one: ClassMarks, rows: Sequence[int] | Rows, averages: dict[int, Marks] | None = None
) -> tt22.YearResults:
    """Levels, year, awards and promotion of ``rows`` if terms had these ``averages`` (N × S); others as stored."""
    table, lines = one.loaded.table, np.asarray(rows, dtype=np.intp)
    given = {term: table.averages[term][lines] for term in TERMS} | (averages or {})
    changed: dict[str, Any] = {
        "averages": given,
        "retests": table.retests[lines],
        "conduct": {term: codes[lines] for term, codes in table.conduct.items()},
        "retrained": table.retrained[lines],
        "absences": table.absences[lines],
    }
    if table.planned is not None and table.decided is not None:
        changed |= {"planned": table.planned[lines], "decided": table.decided[lines]}
    return engine.year_results(one.rules, replace(table, **changed))
