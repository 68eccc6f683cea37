"""Pupil-years of grades 6 to 12 (TT 22/2021) as JSON."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import engine
from .. import tt22_2021 as tt22
from ..rule_sets import RuleSet
from ..tt22_2021.whole import YEAR
from ..values import MISSING, NOT_TAKEN
from .reading import Given, code_at, wrong
from .secondary_subject import Subject, read_subject

_LEVELS = [one.name for one in tt22.Level]
_OUTCOMES = [one.name.lower() for one in tt22.Outcome]


@dataclass(frozen=True)
class Row:
    """A line that could be read; levels are numbers, ``MISSING`` where they are not there."""

    id: str
    grade: int
    subjects: dict[str, Subject]
    conduct: tuple[int, int]
    retrained: int
    absences: int
    planned: bool
    decided: int


def read(rules: RuleSet, given: Given) -> Row:
    """A pupil-year. Raises ``Invalid`` with what is wrong and how to mend it."""
    given.only("id", "grade", "year", "subjects", "conduct", "retrained", "absences", "plan", "decision")
    terms = rules.params.terms if isinstance(rules.params, tt22.SecondaryRules) else tt22.TermRules()
    subjects = {code: read_subject(one, f"subjects.{code}", terms) for code, one in given.objects("subjects").items()}
    return Row(
        id=given.text("id"),
        grade=given.number("grade", 6, 12),
        subjects=subjects,
        conduct=_conduct(given),
        retrained=given.code("retrained", _LEVELS),
        absences=given.number_or_missing("absences", 0, 400),
        planned=given.flag("plan"),
        decided=given.code("decision", [one.upper() for one in _OUTCOMES]),
    )


def _conduct(given: Given) -> tuple[int, int]:
    values = given.values.get("conduct", [None, None])
    if not isinstance(values, list) or len(values) != 2:
        raise wrong(given.at("conduct"), 'danh sách hai học kì, ví dụ ["T", "K"]')
    return code_at(values[0], _LEVELS, "conduct.1"), code_at(values[1], _LEVELS, "conduct.2")


def answers(rules: RuleSet, rows: list[Row]) -> list[dict[str, Any]]:
    """Results of all rows, computed at once."""
    forms = {(code, one.scored) for row in rows for code, one in row.subjects.items()}
    columns = sorted(forms, key=lambda form: (not form[1], form[0]))
    table = _table(rules, rows, columns)
    results = engine.year_results(rules, table)
    return [_said(rules, row, n, columns, table, results) for n, row in enumerate(rows)]


def _table(rules: RuleSet, rows: list[Row], columns: list[tuple[str, bool]]) -> tt22.YearTable:
    place = {form: n for n, form in enumerate(columns)}
    shape = (len(rows), len(columns))
    scored = np.array([form[1] for form in columns], dtype=np.bool_)
    retests = np.full(shape, MISSING, dtype=np.int16)
    known = {term: np.full(shape, NOT_TAKEN, dtype=np.int16) for term in (1, 2)}
    entered = {term: _blank(shape, scored) for term in (1, 2)}
    for n, row in enumerate(rows):
        for code, one in row.subjects.items():
            at = n, place[code, one.scored]
            retests[at] = one.retest
            for term in (1, 2):
                _put(one.terms[term - 1], one.required, entered[term], known[term], at)
    averages = {}
    for term in (1, 2):
        computed = engine.term_results(rules, entered[term])
        averages[term] = np.where(computed == NOT_TAKEN, known[term], computed).astype(np.int16)
    return tt22.YearTable(
        subjects=[form[0] for form in columns],
        scored=int(scored.sum()),
        averages=averages,
        retests=retests,
        conduct={term: np.array([row.conduct[term - 1] for row in rows], dtype=np.int8) for term in (1, 2)},
        retrained=np.array([row.retrained for row in rows], dtype=np.int8),
        absences=np.array([row.absences for row in rows], dtype=np.int32),
        planned=np.array([row.planned for row in rows], dtype=np.bool_),
        decided=np.array([row.decided for row in rows], dtype=np.int8),
    )


PLACES = 10


def _blank(shape: tuple[int, int], scored: Any) -> tt22.TermMarks:
    return tt22.TermMarks(
        regular=np.full((*shape, PLACES), NOT_TAKEN, dtype=np.int16),
        midterm=np.full(shape, NOT_TAKEN, dtype=np.int16),
        final=np.full(shape, NOT_TAKEN, dtype=np.int16),
        required=np.ones(shape, dtype=np.int8),
        scored=scored,
    )


def _put(term: Any, required: int, entered: tt22.TermMarks, known: Any, at: tuple[int, int]) -> None:
    if term.regular is None:
        known[at] = term.result
        return
    entered.regular[at][: len(term.regular)] = term.regular
    entered.midterm[at], entered.final[at] = term.midterm, term.final
    entered.required[at] = required


def _said(
    rules: RuleSet, row: Row, n: int, columns: list[Any], table: tt22.YearTable, results: tt22.YearResults
) -> dict[str, Any]:
    place = {form: column for column, form in enumerate(columns)}
    subjects = {}
    for code, one in row.subjects.items():
        column = place[code, one.scored]
        values = (table.averages[1], table.averages[2], results.year, results.final)
        names = ("term1", "term2", "year", "final")
        subjects[code] = {name: one.show(int(part[n, column])) for name, part in zip(names, values, strict=True)}
    outcome = int(results.outcome[n])
    promoted = outcome == tt22.Outcome.PROMOTED
    return {
        "id": row.id,
        "rule_set": rules.code,
        "subjects": subjects,
        "study": {_term(term): _level(results.levels[term], n, columns) for term in (1, 2, YEAR)},
        "conduct": {_term(term): _code(results.conduct[term][n]) for term in (1, 2, YEAR)},
        "award": tt22.Award(results.award[n]).name.lower() if results.award[n] > 0 else None,
        "outcome": _OUTCOMES[outcome] if outcome >= 0 else None,
        "completion": (tt22.completion_text(row.grade) or None) if promoted else None,
        "missed": [name for code, one in row.subjects.items() for name in one.missed(code)],
    }


def _term(term: int) -> str:
    return "year" if term == YEAR else str(term)


def _code(value: Any) -> str | None:
    return _LEVELS[value] if value >= 0 else None


def _level(levels: tt22.Levels, n: int, columns: list[Any]) -> dict[str, str | None]:
    by = int(levels.adjusted_by[n])
    return {
        "raw": _code(levels.raw[n]),
        "level": _code(levels.final[n]),
        "adjusted_by": columns[by][0] if by >= 0 else None,
    }
