"""The numbers of one day with the boundaries of another: the total is always the same."""

from datetime import date

import pytest

from khuevan.kernel.clock import today
from khuevan.registry.units.api import Decree, hand_over, merge, split
from khuevan.registry.units.queries.report import GROUPINGS, groupings_on, report
from khuevan.school.review.queries.counting import Numbers
from khuevan.school.review.queries.keeping import School
from khuevan.school.review.queries.standing import SchoolLine, unit_lines
from tests.registry.units.offices import REFORM, as_in_2024, department, school, schools, sở

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acting_sở")]
OLD, NEW = date(2024, 12, 31), date(2025, 7, 1)


def lines(counted, boundaries, by="office"):
    found = report(department().pk, counted, boundaries, by)
    return {group.name: (group.schools, group.classes, group.pupils) for group in found.groups}


def total(counted, boundaries, by="office"):
    found = report(department().pk, counted, boundaries, by).total
    return found.schools, found.classes, found.pupils


@pytest.mark.parametrize("by", ["office", "commune", "province"])
@pytest.mark.parametrize("counted", [OLD, date(2025, 10, 1)])
def test_the_total_does_not_depend_on_the_boundaries(counted, by):
    assert total(counted, OLD, by) == total(counted, NEW, by)
    assert total(counted, OLD, by)[0] == len(schools())
    for boundaries in (OLD, NEW):
        sums = zip(*lines(counted, boundaries, by).values(), strict=True)
        assert tuple(map(sum, sums)) == total(counted, boundaries, by)


def test_2024_stays_as_it_was_and_compares_with_today():
    """Reported before the reform is recorded, and after."""
    as_in_2024()
    before = {by: lines(OLD, OLD, by) for by in GROUPINGS}
    hand_over(sở(), REFORM)
    assert {by: lines(OLD, OLD, by) for by in GROUPINGS} == before
    assert lines(OLD, NEW).keys() == lines(NEW, NEW).keys()
    assert lines(OLD, NEW, "province").keys() == {"Tỉnh Tây Ninh"}
    assert set(lines(OLD, OLD, "province")) <= {"Tỉnh Long An", "Tỉnh Tây Ninh"}
    assert total(OLD, NEW) == total(OLD, OLD)


def test_districts_are_there_until_they_ended():
    assert "district" in groupings_on(date(2025, 6, 30))
    assert "district" not in groupings_on(NEW)
    assert all(name.startswith(("Thành phố", "Huyện", "Thị xã")) for name in lines(OLD, OLD, "district"))


def test_counts_are_those_of_the_day():
    classes = total(date(2025, 10, 1), NEW)[1:]
    assert classes > (0, 0)
    assert total(date(2020, 10, 1), NEW)[1:] == (0, 0)


def test_a_merged_school_counts_where_it_went_on():
    last = schools()[-1]
    homes = lines(OLD, today(), "commune")
    one = school("80M1", commune="27694", decree=Decree(date(2026, 1, 1), "QĐ 1"), levels=("01",))
    merge(sở(), Decree(date(2026, 1, 2), "QĐ 2"), [last.pk], one.pk)
    after = lines(OLD, today(), "commune")
    assert sum(n for n, _, _ in after.values()) == sum(n for n, _, _ in homes.values())
    assert after["Phường Long An"] >= (1, 0, 0)


def test_a_school_split_over_two_communes_is_in_neither():
    old = schools()[0]
    day = Decree(date(2026, 1, 2), "QĐ 2")
    parts = [school(f"80P{n}", commune=commune, decree=day) for n, commune in enumerate(("27694", "27712"))]
    split(sở(), day, old.pk, [part.pk for part in parts])
    found = report(department().pk, OLD, today(), "commune")
    assert [(group.id, group.schools) for group in found.groups if not group.id] == [(0, 1)]
    assert found.groups[-1].id == 0


def test_a_report_costs_nine_queries_however_long_it_is(django_assert_max_num_queries):
    for by in GROUPINGS:
        with django_assert_max_num_queries(9):
            report(department().pk, OLD, NEW, by)


def test_what_schools_have_sent_is_told_with_the_boundaries_of_a_day():
    """The replay of 1 July 2025 for a report of a room above: nothing of the old boundaries changes, no sum does."""
    as_in_2024()
    lines = [
        SchoolLine(School(one.pk, str(one.uid), one.code, one.name, ""), Numbers(submitted=n, accepted=1), {}, 0)
        for n, one in enumerate(schools())
    ]

    def told(boundaries, by):
        return [(one.name, one.schools, one.numbers) for one in unit_lines(lines, 2023, boundaries, by)]

    before = {by: told(OLD, by) for by in GROUPINGS}
    hand_over(sở(), REFORM)
    assert {by: told(OLD, by) for by in GROUPINGS} == before
    for boundaries, by in ((OLD, "district"), (NEW, "office"), (NEW, "commune"), (NEW, "province")):
        found = told(boundaries, by)
        assert sum(schools for _name, schools, _counts in found) == len(lines)
        assert sum(numbers.submitted for _name, _schools, numbers in found) == sum(range(len(lines)))
    assert [name for name, _schools, _counts in told(NEW, "province")] == ["Tỉnh Tây Ninh"]
