from dataclasses import replace
from datetime import date

import pytest

from khuevan.school.gradebook.rules import engine
from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules.engine import NoFormulas
from khuevan.school.gradebook.rules.rule_sets import (
    RULE_SETS,
    TT22_2016,
    TT22_2021,
    TT27_2020,
    TT58_2011,
    SecondaryRules,
    by_code,
    register,
    registered,
    rule_set,
    rule_set_on,
    unregister,
)
from khuevan.school.gradebook.rules.tt22_2021 import LevelRules, Reading

EASY = tt22.YearRules(most_absences=90)


@pytest.mark.parametrize("grade", range(1, 13))
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_today_every_grade_has_its_rules(grade, year):
    assert rule_set(grade, year) is (TT27_2020 if grade <= 5 else TT22_2021)
    assert rule_set(grade, year).is_primary == (grade <= 5)


@pytest.mark.parametrize(("grade", "first"), [(1, 2020), (5, 2024), (6, 2021), (9, 2024), (10, 2022), (12, 2024)])
def test_rules_began_grade_by_grade(grade, first):
    assert rule_set(grade, first) in (TT22_2021, TT27_2020)
    assert rule_set(grade, first - 1) in (TT58_2011, TT22_2016)


def test_there_is_a_time_before_all_sets():
    with pytest.raises(LookupError, match="grade 3"):
        rule_set(3, 2015)


@pytest.mark.parametrize("one", [TT58_2011, TT22_2016], ids=lambda one: one.code)
def test_an_older_set_without_formulas_says_so(one):
    with pytest.raises(NoFormulas, match=one.title.split(",")[0]):
        engine.demand_formulas(one)


def test_a_transcript_of_2022_is_recomputed_under_its_own_rules():
    """What is registered later changes no past year, grade by grade."""
    kinder = replace(
        TT22_2021, code="TT99-2027", first_year=dict.fromkeys(range(6, 13), 2027), params=SecondaryRules(year=EASY)
    )
    register(kinder)
    try:
        assert [rule_set(grade, 2022).code for grade in (2, 3, 4, 6, 7, 8, 9, 10, 11)] == [
            *["TT27-2020"] * 2, "TT22-2016", *["TT22-2021"] * 2, *["TT58-2011"] * 2, "TT22-2021", "TT58-2011",
        ]  # fmt: skip
        outcomes = [tt22.promotion(0, 0, 60, rules=rule_set(7, year).params.year) for year in (2022, 2027)]
        assert outcomes == [tt22.Outcome.HELD_BACK, tt22.Outcome.PROMOTED]
    finally:
        unregister(kinder.code)
    assert rule_set(7, 2027) is TT22_2021


def test_two_sets_cannot_have_one_code():
    with pytest.raises(ValueError, match="TT22-2021"):
        register(replace(TT22_2021, last_year=2030))
    register(TT22_2021)
    assert registered() == RULE_SETS


def test_a_day_stands_for_its_school_year():
    assert rule_set_on(9, date(2025, 5, 31)) is TT22_2021
    assert rule_set_on(9, date(2024, 7, 31)) is TT58_2011


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
    with pytest.raises(LookupError, match="TT59"):
        by_code("TT59-2011")
