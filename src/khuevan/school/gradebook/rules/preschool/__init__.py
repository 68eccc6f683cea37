"""Observation of the development of children in preschools: no marks, no levels, no comparison.

The indicators (chỉ số) by domain (lĩnh vực) and age are data of a dated set: the ministry's catalogue or the
province's. The page ``docs/rules/preschool.md`` explains what is counted.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..values import FAILED, MISSING, PASSED, Codes

AGE_OF_GRADE: Final = {13: 0, 14: 1, 15: 2, 16: 3, 17: 4, 18: 5}
"""The age in years of a group or class by its grade in the sector database (DM_KHOI 13 to 18)."""


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

    def to_observe(self, age: int) -> tuple[Indicator, ...]:
        """The indicators of an age; without any, each domain as a whole, by its own code and name."""
        whole = (Indicator(one.code, one.name, one.code, age) for one in self.domains)
        return self.of_age(age) or tuple(whole)


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


def latest(first: Codes, second: Codes) -> Codes:
    """What is known at the end of the year: the observation of term II, where there is none that of term I."""
    return np.where(np.asarray(second) == MISSING, first, second).astype(np.int8)


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
