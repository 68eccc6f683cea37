"""Thông tư 22/2021/TT-BGDĐT: assessment of pupils in grades 6 to 12.

``averages``  Arts 5, 6, 7 and 9(1): number of marks, averages and pass/fail results of one subject
``levels``    Art 9(2) and (3): level of study results over all subjects, with the one-step adjustment
``year``      Arts 8 and 12 to 15: conduct of the year, promotion, re-tests, awards
``whole``     all of it for pupils × subjects: what a save, a school, a province and ``khuevan rules`` call

The page ``docs/rules/tt22-2021.md`` explains the algorithm with examples.
"""

from .averages import (
    PASS_FAIL_ASSESSMENTS,
    TermRules,
    minutes_of_test,
    regular_count,
    term_average,
    term_pass,
    year_average,
    year_pass,
)
from .levels import LEVELS, Bar, Level, LevelRules, Levels, Reading, level
from .parameters import SecondaryRules
from .whole import TermMarks, YearResults, YearTable, term_results, year_results
from .year import (
    AWARDS,
    OUTCOMES,
    Award,
    Outcome,
    YearRules,
    award,
    completion_text,
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
    "SecondaryRules",
    "TermMarks",
    "TermRules",
    "YearResults",
    "YearRules",
    "YearTable",
    "award",
    "completion_text",
    "conduct_year",
    "level",
    "minutes_of_test",
    "promotion",
    "regular_count",
    "replace_results",
    "retest_subjects",
    "term_average",
    "term_pass",
    "term_results",
    "year_average",
    "year_pass",
    "year_results",
]
