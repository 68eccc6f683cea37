"""The pages of the tree of units, for the Sở alone."""

import re
from datetime import date, timedelta

import pytest

from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import AreaSuccession, Seat, Unit, UnitEvent, belongs
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from tests.personas import EVERYBODY, acting_as, actor, client_as
from tests.registry.units.offices import as_in_2024, department
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db
PAGES = ["/units/", "/units/report/"]


def page(address, name="anh-binh"):
    return client_as(name).get(address)


def text(address):
    response = page(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "anh-binh"])
def test_others_find_no_page(address, name):
    assert page(address, name).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_visitors_log_in(address):
    assert page(address, "").status_code == 302


def test_the_sở_finds_the_pages_in_its_navigation():
    assert 'href="/units/"' in text("/")


def test_the_list_has_the_names_and_offices_of_the_day():
    name = Unit.objects.filter(kind="school").first().name
    assert "UBND Phường" in text("/units/?day=2025-07-01")
    then = text("/units/?day=2024-12-31")
    assert "Phòng GD&amp;ĐT" in then
    assert "UBND Phường" not in then
    assert name in then


def test_the_list_is_narrowed_by_words_without_accents():
    assert "UBND Phường Tân An" in text("/units/?kind=commune&q=tan+an")
    assert "Không có đơn vị nào" in text("/units/?q=khongcodau")


def test_the_list_comes_page_by_page_in_as_many_queries_for_one_as_for_three(monkeypatch):
    def asked(size, **query):
        monkeypatch.setattr("khuevan.registry.units.web.listing.PAGE", size)
        with queries() as found:
            html = client_as("anh-binh").get("/units/", query).content.decode()
        return re.findall(r'<a href="/units/[0-9a-f-]{36}/"[^>]*>([^<]+)</a>', html), len(found)

    everybody, n = asked(50)
    one, of_one = asked(1, page=2)
    three, of_three = asked(3)
    assert (one, three) == (everybody[1:2], everybody[:3])
    assert n == of_one == of_three
    for beyond in ("999", "-1", "x"):
        wanted = everybody[-1:] if beyond == "999" else everybody[:1]
        assert asked(1, page=beyond)[0] == wanted
    assert asked(50, q=" ".join(everybody[1].split()[:0:-1]).upper())[0] == everybody[1:2]
    assert asked(50, q="%")[0] == asked(50, q="_")[0] == []


def test_the_report_has_a_total_and_the_groups_of_the_day():
    old = text("/units/report/?counted=2024-12-31&boundaries=2024-12-31&by=district")
    assert "Tổng cộng" in old
    assert "Thành phố Tân An" in old
    assert "Thành phố Tân An" not in text("/units/report/?counted=2024-12-31&boundaries=2025-07-01&by=district")


def test_a_day_without_pupils_says_why_and_leads_to_the_nearest_that_has_some():
    empty = text("/units/report/?counted=2020-10-01&boundaries=2025-07-01&by=office")
    assert "Chưa trường nào có lớp của năm học 2020–2021." in empty
    (first,) = nearest(empty)
    assert not nearest(text(f"/units/report/?counted={first}"))
    assert first in nearest(text(f"/units/report/?counted={first - timedelta(days=1)}"))


def test_a_day_between_two_years_leads_to_both_sides():
    school = next(iter(actor("thay-minh").school_ids))
    with acting(Scope("staff", frozenset({school}))):
        where = {"school_id": school, "year": 2019}
        old = SchoolClass.objects.create(**where, grade=7, name="7A")
        pupil = Enrolment.objects.filter(school_id=school).first().student_id
        Enrolment.objects.create(
            **where, school_class=old, student_id=pupil, number=1, starts_on=date(2019, 9, 5), ends_on=date(2020, 5, 29)
        )
    before, after = nearest(text("/units/report/?counted=2020-08-10"))
    assert before == date(2020, 5, 29)
    assert after > date(2020, 8, 10)
    assert "lớp chưa có học sinh, hoặc năm học đã kết thúc" in text("/units/report/?counted=2020-07-10")
    assert not nearest(text("/units/report/?counted=2020-05-29"))


def nearest(page):
    """The days to which a report without pupils leads."""
    return [date.fromisoformat(day) for day in re.findall(r'href="\?counted=([\d-]+)&amp;', page)]


@pytest.mark.parametrize(
    "query", ["day=x&kind=x&q=%00&page=x", "counted=x&boundaries=9999-99-99&by=x", "day=0001-01-01"]
)
def test_nonsense_in_the_address_does_no_harm(query):
    for address in PAGES:
        assert page(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("address", "most"), [("/units/?kind=school", 14), ("/units/?kind=commune", 14), (PAGES[1], 18)]
)
def test_queries_do_not_grow_with_the_list(address, most, django_assert_max_num_queries):
    client = client_as("anh-binh")
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


OLD_ADDRESSES = "P. Bến Nghé, Q.1, TP.HCM\nPhường Đa Kao, Quận 1, TP.HCM\nkhông phải địa chỉ"


@pytest.mark.parametrize("name", ["anh-binh", "co-lan", "thay-minh"])
def test_clerks_convert_a_pasted_list(name):
    said = client_as(name).post("/units/addresses/", {"text": OLD_ADDRESSES}).content.decode()
    assert "Phường Sài Gòn, Thành phố Hồ Chí Minh" in said
    assert "một phần Phường Đa Kao, Quận 1, Thành phố Hồ Chí Minh nay thuộc đơn vị này" in said
    assert "Không nhận ra địa danh nào." in said


def test_one_address_may_stand_in_the_link():
    assert "Xã Bến Lức" in text("/units/addresses/?q=TT+Bến+Lức,+Long+An")


def test_a_list_has_an_end():
    refused = client_as("anh-binh").post("/units/addresses/", {"text": "Quận 1\n" * 1001})
    assert refused.status_code == 422
    assert "tối đa 1000 địa chỉ" in refused.content.decode()


def test_families_do_not_convert_addresses():
    assert page("/units/addresses/", "chi-hoa").status_code == 404


def test_the_map_is_read_once(django_assert_max_num_queries):
    client = client_as("anh-binh")
    client.get("/units/addresses/?q=x")
    with django_assert_max_num_queries(8):
        client.get("/units/addresses/?q=" + "%0A".join(["Quận+1"] * 40))


BY = {"on": "2026-02-01", "decision": "QĐ 12/QĐ-UBND"}


def tân_an():
    return Unit.objects.get(code="UBND-27712")


def post(unit, verb, **data):
    return client_as("anh-binh").post(f"/units/{unit.uid}/{verb}/", {**BY, **data})


def founded(code, **data):
    said = {"kind": "school", "code": code, "name": f"Trường {code}", "levels": ["02"], "area": "27712", **data}
    assert post(tân_an(), "found", **{"on": "2025-09-01", **said}).status_code == 302
    return Unit.objects.get(code=code)


def test_a_unit_shows_its_history():
    said = text(f"/units/{Unit.objects.get(code='PGD-794').uid}/")
    assert "Nghị quyết 202/2025/QH15" in said
    assert "UBND Phường Tân An" in said
    assert "Ghi nhận thay đổi" not in said


def test_a_unit_of_another_province_is_not_found():
    assert page(f"/units/{Unit.objects.get(code='UBND-00004').uid}/").status_code == 404
    assert post(Unit.objects.get(code="UBND-00004"), "rename", name="Tên khác").status_code == 404


def test_the_sở_records_changes_on_the_page_of_a_unit():
    one, other = founded("80A1"), founded("80A2")
    assert post(one, "rename", name="Trường Hoa Sen", code="80A9").status_code == 302
    assert post(one, "relevel", levels=["02", "03"]).status_code == 302
    assert post(one, "move", to="SO-80").status_code == 302
    assert post(other, "merge", to="80A9").status_code == 302
    one.refresh_from_db()
    assert (one.name, one.level, one.more_levels, belongs(one.pk, one.opened_on).code) == (
        "Trường Hoa Sen", "02", ["03"], "UBND-27712",
    )  # fmt: skip
    said = text(f"/units/{other.uid}/")
    assert "Nay là:" in said
    assert "Trường Hoa Sen" in said


def test_a_school_is_split_and_closed_on_its_page():
    one, part = founded("80A1"), founded("80A2")
    assert post(one, "split", to="80A1, 80A2").status_code == 302
    assert post(part, "close", on="2026-03-01").status_code == 302
    part.refresh_from_db()
    assert part.closed_on is not None


def test_a_change_is_taken_back_on_the_page():
    one = founded("80A1")
    post(one, "rename", name="Trường Hoa Sen", code="80A1")
    event = UnitEvent.objects.latest("id")
    assert "Huỷ ghi nhận" in text(f"/units/{one.uid}/")
    undone = client_as("anh-binh").post(f"/units/{one.uid}/undo/{event.uid}/", {"decision": "QĐ 13"})
    assert undone.status_code == 302
    one.refresh_from_db()
    assert one.name == "Trường 80A1"
    assert "đã huỷ" in text(f"/units/{one.uid}/")


@pytest.mark.parametrize(
    ("verb", "data", "status"),
    [
        ("rename", {"name": "", "code": ""}, 422),
        ("rename", {"on": "hôm qua", "name": "Tên mới"}, 422),
        ("move", {"to": "KHONGCO"}, 422),
        ("move", {"to": ""}, 422),
        ("move", {"to": "SO-80", "area": "99999"}, 422),
        ("relevel", {"levels": ["99"]}, 422),
        ("found", {"kind": "ministry", "code": "X", "name": "X"}, 422),
        ("merge", {"to": "80A1"}, 422),
        ("split", {"to": "80A1"}, 422),
        ("destroy", {}, 404),
    ],
)
def test_wrong_changes_are_refused_in_words(verb, data, status):
    assert post(founded("80A1"), verb, **data).status_code == status


@pytest.mark.parametrize("name", ["co-lan", "thay-minh", "chi-hoa"])
def test_nobody_else_changes_units_on_pages(name):
    address = f"/units/{tân_an().uid}/"
    assert page(address, name).status_code == 404
    assert client_as(name).post(f"{address}rename/", {**BY, "name": "Tên khác"}).status_code == 404


@pytest.mark.parametrize("code", ["UBND-27712", "PGD-794", "SO-80"])
def test_queries_of_a_unit_do_not_grow(code, django_assert_max_num_queries):
    address = f"/units/{Unit.objects.get(code=code).uid}/"
    client = client_as("anh-binh")
    client.get(address)
    with django_assert_max_num_queries(24):
        client.get(address)


def hand_over_on_page(**data):
    return client_as("anh-binh").post(
        f"/units/{department().uid}/hand-over/", {"on": "2025-07-01", "decision": "NQ 202/2025/QH15", **data}
    )


def test_the_sở_hands_its_schools_over_on_its_page():
    split = AreaSuccession.objects.filter(main=False, old__parent__code="794").first().old
    with acting_as("anh-binh"):
        ids = as_in_2024()
        Seat.objects.filter(unit_id__in=ids[:2], valid_to=None).update(area=split)
    lesser = AreaSuccession.objects.filter(old=split, main=False).first().new
    one, other = (Unit.objects.get(pk=pk) for pk in ids[:2])
    assert hand_over_on_page(choices=f"{one.code}; {lesser.code}\n").status_code == 302
    assert belongs(one.pk, date(2025, 7, 1)).name == Unit.objects.get(code=f"UBND-{lesser.code}").name
    doubts = re.search(r"Cần xem lại địa bàn.*?</ul>", text(f"/units/{department().uid}/"), re.S)[0]
    assert str(other.uid) in doubts
    assert str(one.uid) not in doubts


def test_what_cannot_be_handed_over_is_said_in_words():
    assert "Không còn trường nào để chuyển giao." in hand_over_on_page().text
    assert "Không hiểu dòng “80A1 không”." in hand_over_on_page(choices="80A1 không").text
    assert "Chưa nhập ngày hiệu lực." in hand_over_on_page(on="").text


@pytest.mark.parametrize("name", ["co-lan", "thay-minh", "chi-hoa"])
def test_nobody_else_hands_schools_over(name):
    data = {"on": "2025-07-01", "decision": "NQ 202"}
    assert client_as(name).post(f"/units/{department().uid}/hand-over/", data).status_code == 404


def test_the_second_page_of_units_goes_on_and_keeps_the_filter(monkeypatch):
    monkeypatch.setattr("khuevan.registry.units.web.listing.PAGE", 1)
    first, second = (page(f"/units/?q=thcs&page={n}") for n in (1, 2))
    names = [[line[1].text for line in each.context["table"].lines] for each in (first, second)]
    assert [len(some) for some in names] == [1, 1]
    assert names[0] != names[1]
    assert "?q=thcs&amp;page=2" in first.content.decode()
