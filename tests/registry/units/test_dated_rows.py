"""The database refuses two parents, two names, two seats on one day, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from khuevan.registry.units.api import Area, Edge, FormerState, Seat, Unit, UnitCode
from tests.personas import acting_as

pytestmark = pytest.mark.django_db
FIRST, LAST, NEXT = date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)


@pytest.fixture
def sites():
    """Two sites nobody runs yet, made by the Sở."""
    with acting_as("anh-binh"):
        yield [Unit.objects.create(code=f"DT-{n}", kind="site", name=f"Điểm trường {n}") for n in (1, 2)]


def refused(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)
    return True


def row(model, **common):
    def make(**fields):
        return model.objects.create(**common, **fields)

    return make


def kinds(sites):
    """For each kind of dated row: how to make one of the first site, with its first and last day."""
    site, other = sites
    areas = Area.objects.filter(level="commune")[:1]
    return {
        "runs": row(Edge, child=site, parent=other),
        "guides": row(Edge, child=site, parent=other, kind="guides"),
        "state": row(FormerState, unit=site, code="cũ", name="Tên cũ"),
        "seat": row(Seat, unit=site, area=areas[0]),
        "code": row(UnitCode, unit=site, system="moet", code="8000012345"),
    }


@pytest.mark.parametrize("kind", ["runs", "guides", "state", "seat", "code"])
def test_no_two_hold_on_one_day(sites, kind):
    make = kinds(sites)[kind]
    make(valid_from=FIRST, valid_to=LAST)
    assert refused(make, valid_from=LAST, valid_to=date(2021, 6, 1))
    assert refused(make, valid_from=date(2019, 1, 1), valid_to=FIRST)
    assert make(valid_from=NEXT, valid_to=date(2021, 6, 1)).pk


@pytest.mark.parametrize("kind", ["runs", "guides", "seat", "code"])
def test_what_is_open_has_no_end(sites, kind):
    make = kinds(sites)[kind]
    make(valid_from=FIRST, valid_to=None)
    assert refused(make, valid_from=date(2090, 1, 1), valid_to=None)
    assert make(valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31)).pk


def test_who_runs_and_who_guides_may_differ(sites):
    made = kinds(sites)
    made["runs"](valid_from=FIRST, valid_to=None)
    assert made["guides"](valid_from=FIRST, valid_to=None).pk


def test_a_code_is_of_one_unit_and_may_be_given_again_later(sites):
    same = {"system": "moet", "code": "8000012345"}
    UnitCode.objects.create(unit=sites[0], valid_from=FIRST, valid_to=LAST, **same)
    assert refused(row(UnitCode, unit=sites[1], **same), valid_from=LAST)
    assert UnitCode.objects.create(unit=sites[1], valid_from=NEXT, **same).pk
    assert UnitCode.objects.create(unit=sites[1], system="thue", code="8000012345", valid_from=FIRST).pk


@pytest.mark.parametrize("kind", ["runs", "state", "seat", "code"])
def test_dates_stand_in_order(sites, kind):
    with pytest.raises(Exception, match=r"range lower bound|_dates"), transaction.atomic():
        kinds(sites)[kind](valid_from=LAST, valid_to=FIRST)


def test_no_unit_is_its_own_parent(sites):
    assert refused(row(Edge, child=sites[0], parent=sites[0]), valid_from=FIRST)


@pytest.mark.parametrize("persona", ["", "co-lan", "thay-minh", "chi-hoa"])
def test_only_the_department_writes_units(persona):
    with acting_as(persona) if persona else transaction.atomic(), pytest.raises(ProgrammingError), transaction.atomic():
        Unit.objects.create(code="DT-9", kind="site", name="Điểm trường 9")


def test_the_map_itself_is_written_by_no_one():
    with acting_as("anh-binh"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Area.objects.filter(code="27712").update(full_name="Phường khác")


def test_the_constraints_need_no_extension():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'x'")
        assert cursor.fetchone() == (6,)
        cursor.execute("SELECT extname FROM pg_extension")
        assert cursor.fetchall() == [("plpgsql",)]
