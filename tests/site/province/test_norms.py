"""A whole province by the norms: as many people as the plan says, no class too large."""

from collections import Counter

import pytest

from khuevan.site.province.dice import Dice
from khuevan.site.province.families import Families
from khuevan.site.province.norms import MOST_PUPILS, TEACHERS, Heads, heads, shared_out
from khuevan.site.province.people import Registrar
from khuevan.site.province.plans import LOWER, UPPER, WHOLE, Plan, province_plan
from khuevan.site.province.pupils import Population, Seats
from khuevan.site.province.school_years import PAST, PRESENT
from khuevan.site.province.schools import School
from khuevan.site.province.staff import Hiring


@pytest.fixture(scope="module")
def plan():
    """The neighbourhood with the most classes of a whole province."""
    neighbourhoods = province_plan(WHOLE, 1).neighbourhoods
    largest = max(neighbourhoods, key=lambda plans: sum(sum(one.classes.values()) for one in plans))
    return Plan((largest,), marks=True, whole=True)


@pytest.fixture(scope="module")
def schools(plan):
    return [School(n, f"Trường {n}", one.level, "", "Xã", one, ()) for n, one in enumerate(plan.neighbourhoods[0], 1)]


@pytest.fixture(scope="module")
def families(schools):
    return Families(Registrar(1, 1), Dice(1, "families"), schools, whole=True)


@pytest.fixture(scope="module")
def population(schools):
    """Two years; two of a hundred are held back."""
    dice = Dice(1, "pupils")
    made = Population(schools, first=False, moves=True, dice=dice, seats=Seats(MOST_PUPILS))
    made.move_some(PAST)
    made.promote(lambda _pupil: dice.chance(0.02))
    made.move_some(PRESENT)
    return made


@pytest.mark.parametrize("seed", [1, 2026])
def test_a_province_of_421_schools_has_the_people_of_one(seed):
    pupils, staff, guardians = heads(province_plan(421, seed))
    assert pupils == pytest.approx(250_000, rel=0.02)
    assert staff == pytest.approx(15_000, rel=0.04)
    assert guardians == pytest.approx(400_000, rel=0.03)


def test_smaller_provinces_are_as_they_were():
    plan = province_plan(6, 2026)
    assert not plan.whole
    assert [one.pupils for one in plan.neighbourhoods[0]] == [37, 31, 36, 33, 27, 42]


def test_as_many_people_come_as_the_plan_says(plan, schools, families, population):
    staff = sum(len(Hiring(one, -1, families, Dice(1, one.id), whole=True).fill().people) for one in schools)
    guardians = {one.number for family in population.settle(families) for one, _ in family.guardians}
    here = sum(pupil.at_end_of(PRESENT.year) is not None for pupil in population.pupils)
    planned = heads(plan)
    assert staff == planned.staff
    assert Heads(here, staff, len(guardians)) == pytest.approx(planned, rel=0.05)


def test_every_class_has_a_teacher_for_every_subject_and_the_norm_is_met(schools, families):
    for school in schools:
        staff = Hiring(school, -1, families, Dice(2, school.id), whole=True).fill()
        classes = sum(school.plan.classes.values())
        teachers = [human for human, kind, _ in staff.people if kind == "teacher"]
        assert len(teachers) / classes == pytest.approx(TEACHERS[school.level], abs=0.51 / classes)
        assert len(staff.homerooms) == classes
        idle = {one.number for one in teachers} - {one.number for one in staff.teachers.values()}
        assert not idle or school.level == "01"


def test_no_class_is_larger_than_the_charters_allow(schools, population):
    sizes = Counter(
        (stay.school.level, stay.year, stay.school.id, stay.stage, stay.place)
        for pupil in population.pupils
        for stay in pupil.stays
        if stay.ends_on is None
    )
    assert [(key, size) for key, size in sizes.items() if size > MOST_PUPILS[key[0]]] == []
    of_grade_10 = [size for (level, year, *_, stage, _place), size in sizes.items() if (level, stage) == (UPPER, 10)]
    assert min(of_grade_10) > 30


def test_a_full_class_sends_who_comes_to_the_emptiest(schools):
    seats, school = Seats({LOWER: 2}), schools[0]
    assert [seats.take(2025, school, 6, 0) for _ in range(4)] == [0, 0, 1, 2]
    assert seats.take(2025, school, 6, 0, sure=True) == 0


def test_posts_are_shared_out_by_lessons_and_every_subject_has_one():
    assert shared_out(10, {"TOAN": 700, "NV": 700, "MT": 1}) == {"NV": 5, "TOAN": 4, "MT": 1}
    assert shared_out(1, {"TOAN": 3, "NV": 2}) == {"TOAN": 1, "NV": 1}
