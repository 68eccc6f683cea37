"""Observation of the development of children in preschools: no marks, no levels, no comparison.

The indicators (chỉ số) by domain (lĩnh vực) and age are data of a dated set: the ministry's catalogue or the
province's. The page ``docs/rules/preschool.md`` explains what is counted.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..values import FAILED, PASSED, Codes

AGES: Final = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of development (lĩnh vực)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing to observe (chỉ số) in a domain, at an age in years."""

    code: str
    name: str
    domain: str
    age: int


@dataclass(frozen=True, slots=True)
class PreschoolRules:
    """The domains, and the indicators that a set brings."""

    domains: tuple[Domain, ...]
    indicators: tuple[Indicator, ...] = ()

    def of_age(self, age: int) -> tuple[Indicator, ...]:
        """What is observed at an age."""
        return tuple(one for one in self.indicators if one.age == age)


@dataclass
class PreschoolTable:
    """Observations of C children: ``PASSED`` reached, ``FAILED`` not yet, ``MISSING`` not observed, ``NOT_TAKEN`` of
    another age; C × I, in the order of the set's indicators.
    """

    observed: Codes


@dataclass
class PreschoolResults:
    """By child and domain (C × D): how many indicators are to be observed, are observed, are reached."""

    expected: Codes
    observed: Codes
    reached: Codes


def year_results(table: PreschoolTable, rules: PreschoolRules) -> PreschoolResults:
    """Count by domain; nothing more is made of it."""
    order = {domain.code: place for place, domain in enumerate(rules.domains)}
    places = np.array([order[one.domain] for one in rules.indicators], dtype=np.int64)
    belongs = (places[:, None] == np.arange(len(order))).astype(np.int16)
    seen = np.asarray(table.observed)
    return PreschoolResults(
        expected=((seen >= -1).astype(np.int16) @ belongs).astype(np.int16),
        observed=(np.isin(seen, (PASSED, FAILED)).astype(np.int16) @ belongs).astype(np.int16),
        reached=((seen == PASSED).astype(np.int16) @ belongs).astype(np.int16),
    )
