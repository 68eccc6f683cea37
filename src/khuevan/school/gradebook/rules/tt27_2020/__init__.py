"""Thông tư 27/2020/TT-BGDĐT: assessment of primary pupils, grades 1 to 5.

``schedule``  Art 7: the four times, the tests written at each, the qualities and competences
``levels``    Arts 7, 9, 11, 13: allowed values, the level of the year, completion, awards

The page ``docs/rules/tt27-2020.md`` explains the algorithm with examples.
"""

from .levels import (
    AWARDS,
    OUTCOMES,
    SUBJECT_LEVELS,
    TRAIT_LEVELS,
    YEAR_LEVELS,
    Award,
    Bar,
    Outcome,
    Rules,
    SubjectLevel,
    TraitLevel,
    YearLevel,
    award,
    completion_text,
    is_test_mark,
    outcome,
    year_level,
)
from .schedule import PERIODS, TESTED_SUBJECTS, TRAITS, Period, Trait, has_test, traits
from .whole import PrimaryResults, PrimaryTable, year_results

__all__ = [
    "AWARDS",
    "OUTCOMES",
    "PERIODS",
    "SUBJECT_LEVELS",
    "TESTED_SUBJECTS",
    "TRAITS",
    "TRAIT_LEVELS",
    "YEAR_LEVELS",
    "Award",
    "Bar",
    "Outcome",
    "Period",
    "PrimaryResults",
    "PrimaryTable",
    "Rules",
    "SubjectLevel",
    "Trait",
    "TraitLevel",
    "YearLevel",
    "award",
    "completion_text",
    "has_test",
    "is_test_mark",
    "outcome",
    "traits",
    "year_level",
    "year_results",
]
