"""The tree on a day, in a constant number of queries."""

from datetime import date

import pytest

from khuevan.registry.units.api import Unit, ancestors_of, belongs, carried, schools_under, units_on
from tests.registry.units.offices import department, schools

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acting_sở")]
OLD, NEW = date(2024, 12, 31), date(2025, 7, 1)


def test_offices_of_both_eras():
    assert len(units_on(NEW, kind="department")) == 34
    assert {u.code for u in units_on(OLD, kind="department")} == {"SO-72-2004", "SO-80-2004"}
    assert len(units_on(OLD, kind="district")) == 24
    assert units_on(NEW, kind="district") == []
    assert len(units_on(NEW, kind="commune", under=[department().pk])) == 96


def test_names_of_the_day():
    (ward,) = units_on(date(2026, 4, 30), only=[Unit.objects.get(code="UBND-25270").pk])
    (commune,) = units_on(date(2026, 4, 29), only=[ward.id])
    assert (commune.name, ward.name) == ("UBND Xã Lộc Ninh", "UBND Phường Lộc Ninh")


def test_every_school_of_the_province_belongs_somewhere_on_both_days():
    ids = [one.pk for one in schools()]
    for day, kinds in ((OLD, {"district", "department"}), (NEW, {"commune", "department"})):
        assert {belongs(pk, day).kind for pk in ids} == kinds
        assert [one[-1].kind for one in ancestors_of(ids, day).values()] == ["ministry"] * len(ids)


def test_the_department_of_today_was_two():
    before = carried([department().pk], NEW, OLD)[department().pk]
    assert {u.code for u in units_on(OLD, only=before)} == {"SO-72-2004", "SO-80-2004"}
    assert schools_under(department().pk, NEW) == sorted(pk for one in before for pk in schools_under(one, OLD))


def test_a_phòng_left_its_schools_to_the_communes_of_its_district():
    phòng = Unit.objects.get(code="PGD-794")
    heirs = units_on(NEW, only=carried([phòng.pk], OLD, NEW)[phòng.pk])
    assert {u.kind for u in heirs} == {"commune"}
    assert "UBND-27712" in {u.code for u in heirs}


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many(count, django_assert_num_queries):
    ids = [one.pk for one in schools()][:count]
    with django_assert_num_queries(1):
        ancestors_of(ids, OLD)
    with django_assert_num_queries(1):
        units_on(OLD, only=ids)
    with django_assert_num_queries(1):
        carried(ids, OLD, NEW)
