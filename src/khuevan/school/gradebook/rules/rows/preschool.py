"""Observations of a child in a preschool as JSON."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import engine, preschool
from ..rule_sets import RuleSet
from ..values import MISSING, NOT_TAKEN
from .reading import Given, code_at

_CODES = ("CD", "D")
"""Not yet, reached: 0 and 1."""


@dataclass(frozen=True)
class Row:
    """A line that could be read."""

    id: str
    observed: list[int]


def read(rules: RuleSet, given: Given) -> Row:
    """A child's observations. Raises ``Invalid`` with what is wrong and how to mend it."""
    given.only("id", "age", "year", "observed")
    params = _params(rules)
    age = given.number("age", 0, 6)
    known = [one.code for one in params.of_age(age)]
    values = given.objects("observed")
    Given(values, "observed").only(*known)
    observed = [
        code_at(values.get(one.code), _CODES, f"observed.{one.code}") if one.age == age else NOT_TAKEN
        for one in params.indicators
    ]
    return Row(given.text("id"), observed)


def answers(rules: RuleSet, rows: list[Row]) -> list[dict[str, Any]]:
    """Counts of all rows by domain, computed at once."""
    params = _params(rules)
    observed = np.array([row.observed for row in rows], dtype=np.int8).reshape(len(rows), len(params.indicators))
    results = engine.year_results(rules, preschool.PreschoolTable(observed))
    return [_said(rules, row, results, n) for n, row in enumerate(rows)]


def _said(rules: RuleSet, row: Row, results: preschool.PreschoolResults, n: int) -> dict[str, Any]:
    counted = {}
    for place, domain in enumerate(_params(rules).domains):
        parts = (results.expected, results.observed, results.reached)
        names = ("expected", "observed", "reached")
        counted[domain.code] = {name: int(part[n, place]) for name, part in zip(names, parts, strict=True)}
    missing = [one.code for one, seen in zip(_params(rules).indicators, row.observed, strict=True) if seen == MISSING]
    return {"id": row.id, "rule_set": rules.code, "domains": counted, "not_observed": missing}


def _params(rules: RuleSet) -> preschool.PreschoolRules:
    return rules.params if isinstance(rules.params, preschool.PreschoolRules) else preschool.PreschoolRules(())
