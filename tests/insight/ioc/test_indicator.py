"""Why a figure is what it is, and the way from the province to the pupil."""

import re

import pytest
from django.utils.html import strip_tags

from khuevan.kernel.clock import today
from khuevan.registry.audit.api import Access
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Decree, Unit, rename
from tests.insight.ioc.test_board import chart, page
from tests.insight.statistics.test_figures import TERM, fill_in
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, pupils, queries, school_class

pytestmark = pytest.mark.django_db
GIRLS, WEAK = "/ioc/indicators/hs_nu/", "/ioc/indicators/diem_duoi_tb/"


def links(html, part):
    return [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', html) if part in one]


def test_it_says_why():
    status, html = page(path=GIRLS)
    text = strip_tags(html)
    assert status == 200
    for said in (
        "100 * hoc_sinh_nu / hoc_sinh",
        "Luật Thống kê",
        "Phòng Kế hoạch",
        "Danh sách học sinh của lớp",
        "Tính lúc",
    ):
        assert said in text


def test_from_the_province_to_the_pupil():
    fill_in((90, 70, 40))
    where = f"?term={TERM}&subject=TOAN"
    client = client_as("anh-binh")
    page_of = client.get(f"{WEAK}{where}&by=commune").content.decode()
    for step in ("commune=", "by=class", "count=1"):
        page_of = client.get(links(page_of, step)[-1]).content.decode()
    with acting_as("thay-minh"):
        third = pupils(book())[2]
    assert third.name in page_of
    with acting(Scope("province")):
        assert Access.objects.filter(student_id=third.id, page__contains="Số liệu").exists()


def test_a_leader_opens_the_own_school_by_class():
    fill_in((90, 70, 40))
    html = page("thay-minh", WEAK, term=TERM, subject="TOAN")[1]
    row = re.search(r"7A</th>(.*?)</tr>", html, re.S)[1]
    assert "33,3%" in row


def test_pupils_of_another_school_are_not_found():
    fill_in((90, 70, 40))
    with acting_as("thay-minh"):
        uid = school_class("7A").uid
    assert page("thay-minh", f"{WEAK}pupils/{uid}/", term=TERM, subject="TOAN")[0] == 200
    for name in ("thay-khac", "co-lan", "chi-hoa"):
        assert page(name, f"{WEAK}pupils/{uid}/", term=TERM, subject="TOAN")[0] == 404
    assert page("thay-minh", f"{WEAK}pupils/{uid}/", count=77)[0] == 404


def test_another_school_in_the_address_shows_nothing():
    with acting(Scope("province")):
        other = Unit.objects.get(pk=actor("thay-khac").unit_id)
    html = page("thay-minh", GIRLS, school=str(other.uid))[1]
    assert other.name not in html


def test_averages_of_different_subjects_are_not_thrown_together():
    fill_in((90, 70, 40))
    html = page(path="/ioc/indicators/diem_tb/", term=TERM)[1]
    assert "chọn một môn" in html
    assert [one["text"] for one in chart(html, "subject")["items"]] == ["6,67"]
    assert "6,67" in page(path="/ioc/indicators/diem_tb/", term=TERM, subject="TOAN", by="term")[1]


def test_as_of_a_day_before_it_was_defined_there_is_none():
    assert page(path=GIRLS, boundaries="2019-01-01")[0] == 404
    assert page(path="/ioc/indicators/nothing/")[0] == 404


def test_queries_do_not_grow_with_the_groups():
    def asked(by):
        page(path=GIRLS, by=by)
        with queries() as found:
            page(path=GIRLS, by=by)
        return len(found)

    assert asked("school") == asked("commune") == asked("level")


def test_a_figure_is_asked_for_anew_when_a_mark_or_a_school_changes():
    def drawn():
        return page(path=GIRLS, by="school")[1].partition('class="figure-value"')[2]

    before = drawn()
    with queries() as found:
        assert drawn() == before
    assert not [one for one in found if "statistics_figure" in one]
    fill_in((90, 70, 40))
    with queries() as found:
        drawn()
    assert [one for one in found if "statistics_figure" in one]
    with acting(Scope("province")):
        school = Unit.objects.get(pk=actor("thay-minh").unit_id)
    with acting_as("anh-binh"):
        rename(actor("anh-binh"), Decree(today(), "1/QĐ"), school.pk, name="THCS Tên Mới")
    assert "THCS Tên Mới" in drawn()


def test_schools_come_by_value_page_by_page_and_are_found_by_name(monkeypatch):
    def rows(**query):
        table = page(path=GIRLS, by="school", **query)[1].partition("<tbody>")[2].rpartition("<table")[2]
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th><td class="num">([\d,]+)', table)

    low, high = rows(), rows(sort="high")
    shares = [float(value.replace(",", ".")) for _name, value in low]
    assert len(low) > 2
    assert shares == sorted(shares)
    assert high == low[::-1]
    assert [name for name, _value in rows(q=low[0][0].upper())] == [low[0][0]]
    assert "Không tìm thấy trường nào" in page(path=GIRLS, by="school", q="khong co")[1]
    monkeypatch.setattr("khuevan.insight.ioc.web.schools.PAGE", 1)
    assert [rows(page=n) for n in (1, 2)] == [low[:1], low[1:2]]
