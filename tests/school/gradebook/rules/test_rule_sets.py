from dataclasses import replace
from datetime import date

import pytest

from khuevan.school.gradebook.rules.rule_sets import (
    RULE_SETS,
    TT22_2021,
    TT27_2020,
    SecondaryRules,
    by_code,
    rule_set,
    rule_set_on,
)
from khuevan.school.gradebook.rules.tt22_2021 import LevelRules, Reading


@pytest.mark.parametrize("grade", range(1, 13))
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_today_every_grade_has_its_rules(grade, year):
    assert rule_set(grade, year) is (TT27_2020 if grade <= 5 else TT22_2021)
    assert rule_set(grade, year).is_primary == (grade <= 5)


@pytest.mark.parametrize(("grade", "first"), [(1, 2020), (5, 2024), (6, 2021), (9, 2024), (10, 2022), (12, 2024)])
def test_rules_began_grade_by_grade(grade, first):
    assert rule_set(grade, first)
    with pytest.raises(LookupError, match=f"grade {grade}"):
        rule_set(grade, first - 1)


def test_a_day_stands_for_its_school_year():
    assert rule_set_on(9, date(2025, 5, 31)) is TT22_2021
    with pytest.raises(LookupError):
        rule_set_on(9, date(2024, 7, 31))


def test_an_amendment_holds_from_its_year_and_leaves_the_past_alone():
    amended = replace(
        TT22_2021,
        code="TT22-2027",
        effective_on=date(2027, 2, 1),
        first_year=dict.fromkeys(range(6, 13), 2027),
        params=SecondaryRules(levels=LevelRules(reading=Reading.SUBSTITUTE_PASS)),
    )
    sets = (*RULE_SETS, amended)
    assert rule_set(8, 2026, sets) is TT22_2021
    assert rule_set(8, 2027, sets) is amended
    assert by_code("TT22-2027", sets).params.levels.reading is Reading.SUBSTITUTE_PASS


def test_a_set_that_ended_does_not_hold():
    ended = replace(TT22_2021, last_year=2025)
    assert ended.holds(8, 2025)
    assert not ended.holds(8, 2026)


def test_documents_print_the_legal_basis():
    assert TT27_2020.legal_basis == (
        "Thông tư 27/2020/TT-BGDĐT ngày 04/09/2020 của Bộ trưởng Bộ Giáo dục và Đào tạo, có hiệu lực từ ngày 20/10/2020"
    )


def test_a_record_names_its_set():
    assert [by_code(one.code) for one in RULE_SETS] == list(RULE_SETS)
    with pytest.raises(LookupError, match="TT58"):
        by_code("TT58-2011")
