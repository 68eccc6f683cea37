"""Pupil-years of grades 1 to 5 (TT 27/2020) as JSON: what was recorded at the end of the year."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from khuevan.kernel.errors import Invalid

from .. import engine
from .. import tt27_2020 as tt27
from ..rule_sets import RuleSet
from ..values import MISSING, NOT_TAKEN
from .reading import Given, code_at, mark, wrong

_SUBJECT = [one.name for one in tt27.SubjectLevel]
_TRAIT = [one.name for one in tt27.TraitLevel]
_DECISIONS = {"PROMOTED": tt27.Outcome.PROMOTED, "HELD_BACK": tt27.Outcome.HELD_BACK}


@dataclass(frozen=True)
class Row:
    """A line that could be read."""

    id: str
    grade: int
    levels: dict[str, int]
    tests: dict[str, int]
    traits: list[int]
    recognised: bool
    decided: int


def read(rules: RuleSet, given: Given) -> Row:
    """A pupil-year. Raises ``Invalid`` with what is wrong and how to mend it."""
    given.only("id", "grade", "year", "subjects", "traits", "recognised", "decision")
    grade = given.number("grade", 1, 5)
    levels, tests = {}, {}
    for code, values in given.objects("subjects").items():
        one = Given(values if isinstance(values, dict) else {"level": values}, f"subjects.{code}")
        one.only("level", "test")
        levels[code] = one.code("level", _SUBJECT)
        written = tt27.has_test(code, grade, tt27.Period.END_YEAR)
        if not written and one.values.get("test") is not None:
            raise Invalid(
                f"“{one.at('test')}”: lớp {grade} không có bài kiểm tra định kì môn này.",
                hint="Bỏ điểm ấy.",
                code="row",
            )
        tests[code] = _test(rules, one) if written else NOT_TAKEN
    decision = given.code("decision", list(_DECISIONS))
    return Row(
        id=given.text("id"),
        grade=grade,
        levels=levels,
        tests=tests,
        traits=_traits(given, grade),
        recognised=given.flag("recognised"),
        decided=list(_DECISIONS.values())[decision] if decision >= 0 else MISSING,
    )


def _test(rules: RuleSet, one: Given) -> int:
    tenths = mark(one.values.get("test"), one.at("test"))
    params = rules.params if isinstance(rules.params, tt27.Rules) else tt27.Rules()
    if tenths >= 0 and not tt27.is_test_mark(tenths, params):
        raise wrong(one.at("test"), f"số nguyên từ {params.lowest_mark // 10} đến 10")
    return tenths


def _traits(given: Given, grade: int) -> list[int]:
    values, known = given.objects("traits"), [one.code for one in tt27.traits(grade)]
    Given(values, "traits").only(*known)
    return [
        code_at(values.get(one.code), _TRAIT, f"traits.{one.code}") if one.code in known else NOT_TAKEN
        for one in tt27.TRAITS
    ]


def answers(rules: RuleSet, rows: list[Row]) -> list[dict[str, Any]]:
    """Results of all rows, computed at once."""
    place = {code: n for n, code in enumerate(sorted({code for row in rows for code in row.levels}))}
    subjects = np.full((len(rows), len(place)), NOT_TAKEN, dtype=np.int16)
    tests = subjects.copy()
    for n, row in enumerate(rows):
        for code, level in row.levels.items():
            subjects[n, place[code]] = level
            tests[n, place[code]] = row.tests[code]
    table = tt27.PrimaryTable(
        subjects=subjects.astype(np.int8),
        traits=np.array([row.traits for row in rows], dtype=np.int8).reshape(len(rows), len(tt27.TRAITS)),
        tests=tests,
        recognised=np.array([row.recognised for row in rows], dtype=np.bool_),
        decided=np.array([row.decided for row in rows], dtype=np.int8),
    )
    results = engine.year_results(rules, table)
    return [_said(rules, row, results, n) for n, row in enumerate(rows)]


def _said(rules: RuleSet, row: Row, results: tt27.PrimaryResults, n: int) -> dict[str, Any]:
    level, outcome = int(results.level[n]), int(results.outcome[n])
    completed = 0 <= level < tt27.YearLevel.CHT
    return {
        "id": row.id,
        "rule_set": rules.code,
        "level": tt27.YearLevel(level).name if level >= 0 else None,
        "award": tt27.Award(results.award[n]).name.lower() if results.award[n] > 0 else None,
        "outcome": tt27.Outcome(outcome).name.lower() if outcome >= 0 else None,
        "completion": tt27.completion_text(row.grade) if completed else None,
    }
