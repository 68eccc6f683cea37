"""Thông tư 22/2021/TT-BGDĐT: assessment of pupils in grades 6 to 12.

``averages``  Arts 5, 6, 7 and 9(1): number of marks, averages and pass/fail results of one subject
``levels``    Art 9(2) and (3): level of study results over all subjects, with the one-step adjustment
``year``      Arts 8 and 12 to 15: conduct of the year, promotion, re-tests, awards

The page ``docs/rules/tt22-2021.md`` explains the algorithm with examples.
"""

from .averages import (
    PASS_FAIL_ASSESSMENTS,
    regular_count,
    term_average,
    term_pass,
    year_average,
    year_pass,
)
from .levels import LEVELS, Bar, Level, LevelRules, Levels, Reading, level
from .year import (
    AWARDS,
    OUTCOMES,
    Award,
    Outcome,
    YearRules,
    award,
    conduct_year,
    promotion,
    replace_results,
    retest_subjects,
)

__all__ = [
    "AWARDS",
    "LEVELS",
    "OUTCOMES",
    "PASS_FAIL_ASSESSMENTS",
    "Award",
    "Bar",
    "Level",
    "LevelRules",
    "Levels",
    "Outcome",
    "Reading",
    "YearRules",
    "award",
    "conduct_year",
    "level",
    "promotion",
    "regular_count",
    "replace_results",
    "retest_subjects",
    "term_average",
    "term_pass",
    "year_average",
    "year_pass",
]
