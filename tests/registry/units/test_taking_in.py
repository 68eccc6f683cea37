"""A list of schools becomes units: each once, under the office that the list names."""

from datetime import date

import pytest

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.audit.api import Entry
from khuevan.registry.units.api import Decree, Unit, ancestors, belongs, hand_over, successors, take_in, units_on
from khuevan.registry.units.rules.school_lists import read, read_school_list
from khuevan.site.cli.commands.schools import write
from tests.provided import provided
from tests.registry.units.offices import REFORM, sở
from tests.registry.units.test_school_lists import EXPECTED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acting_sở")]
DAY = date(2025, 6, 20)
DECREE = Decree(DAY, "CV 15/SGDĐT gửi danh sách")
HEADER = ["ma_truong", "ten_truong", "cap_hoc", "phong", "ma_xa_phuong", "trang_thai", "ngay_thanh_lap"]
ROWS = [
    ["80000701", "THPT Tân Trụ", "3", "Sở Giáo dục và Đào tạo Long An", "27652", "1", "01/09/1990"],
    ["80803001", "Tiểu học Bến Lức", "1", "Phòng GDĐT huyện Bến Lức", "27991", "1", "05/09/2010"],
    ["80803002", "TH & THCS Thạnh Lợi", "12", "803", "27994", "1", ""],
    ["80803003", "Mầm non Sơn Ca", "45", "Phòng Giáo dục và Đào tạo Huyện Bến Lức", "", "0", ""],
    ["80803003", "Mầm non Hoạ Mi", "45", "803", "", "1", ""],
    ["", "Mầm non chưa có mã", "45", "Phòng GDĐT huyện Xa Xưa", "", "1", ""],
]


def taken_in(rows=ROWS, province="80", decree=DECREE):
    return take_in(sở(), decree, province, read(HEADER, rows))


def then(code):
    (one,) = units_on(DAY, only=Unit.objects.filter(code=code).values_list("pk", flat=True))
    return one


def test_every_school_of_the_list_is_a_unit_once():
    done = taken_in()
    assert (done.new, done.known, done.temporary) == (6, 0, 2)
    again = taken_in()
    assert (again.new, again.known) == (0, 6)
    assert Unit.objects.filter(code__in=[row[0] for row in ROWS if row[0]]).count() == 4
    assert set(Unit.objects.filter(code__startswith="TAM-80-").values_list("name", flat=True)) == {
        "Mầm non Hoạ Mi",
        "Mầm non chưa có mã",
    }


@pytest.mark.parametrize(
    ("code", "office"),
    [("80000701", "SO-80-2004"), ("80803001", "PGD-803"), ("80803002", "PGD-803"), ("80803003", "PGD-803")],
)
def test_schools_belong_to_the_office_that_the_list_names(code, office):
    taken_in()
    assert belongs(then(code).id, DAY).code == office


def test_a_phòng_that_was_no_more_is_made_with_its_name():
    taken_in()
    unit = Unit.objects.get(name="Mầm non chưa có mã")
    assert next(one.name for one in ancestors(unit.pk, DAY)) == "Phòng GDĐT huyện Xa Xưa"


def test_levels_dates_and_what_has_ended_are_kept():
    taken_in()
    assert then("80803002").levels == ("02", "03")
    assert Unit.objects.get(code="80000701").opened_on == date(1990, 9, 1)
    assert Unit.objects.get(code="80803003").closed_on == DAY


def test_schools_whose_commune_is_known_are_handed_over():
    taken_in([ROWS[1], ROWS[2]])
    done = hand_over(sở(), REFORM)
    assert done.schools == 2
    assert belongs(then("80803001").id, REFORM.on).kind == "commune"


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("Ấp 3, xã Thạnh Lợi, huyện Bến Lức", 1),
        ("QL1A, TT. Bến Lức, H. Bến Lức, Long An", 1),
        ("Phường 3, TP Tân An", 1),
        ("Ấp 3", 0),
        ("huyện Bến Lức", 0),
        ("xã Thạnh Lợi, huyện Lạ Lùng", 0),
        ("", 0),
    ],
)
def test_an_address_that_names_its_commune_says_where_a_school_lies(address, known):
    header = [*HEADER, "dia_chi"]
    row = ["80803009", "Tiểu học Mới", "1", "803", "", "1", "", address]
    assert take_in(sở(), DECREE, "80", read(header, [row])).without_commune == 1 - known


def test_another_province_gets_its_old_department():
    with pytest.raises(NotFound):
        taken_in(province="19")
    with pytest.raises(NotFound):
        taken_in(province="99")


def test_a_list_of_old_offices_is_of_an_old_day():
    with pytest.raises(Invalid, match="30/6/2025"):
        taken_in(decree=Decree(date(2025, 7, 2), "CV 16"))


def test_the_ledger_has_the_counts():
    taken_in()
    entry = Entry.objects.filter(book="units").latest("position")
    assert (entry.verb, entry.new["new"], entry.new["temporary"]) == ("import", 6, 2)
    assert successors(then("80803001").id, REFORM.on)


def test_it_costs_the_same_for_every_number_of_schools(django_assert_max_num_queries):
    taken_in(ROWS[1:2])
    many = [[f"8080{n}", f"Trường {n}", "1", "803", "27991", "1", ""] for n in range(3100, 3400)]
    with django_assert_max_num_queries(45):
        assert taken_in(many).new == 300


@pytest.mark.parametrize("path", provided(*EXPECTED), ids=lambda path: path.name)
def test_real_lists_become_units_none_lost_none_made_up(path):
    name = f"schools/{path.name}"
    province = dict(zip(EXPECTED, ("19", "45", "79"), strict=True))[name]
    found = read_school_list(path.read_bytes())
    before = Unit.objects.filter(kind="school").count()
    done = write(found, province, DECREE)
    assert Unit.objects.filter(kind="school").count() - before == done.new == EXPECTED[name][1]
    again = write(found, province, DECREE)
    assert (again.new, again.known) == (0, EXPECTED[name][1])
