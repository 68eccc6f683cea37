"""The first view: for whom, what it says, how often it asks the database, and what it answers while nothing changes."""

import json
import re

import pytest
from django.utils.html import strip_tags

from khuevan.insight.ioc.queries import board
from khuevan.insight.statistics.api import Definition, define
from khuevan.kernel.clock import today
from khuevan.kernel.kept import Kept
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Area
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.gradebook.api import save_marks
from tests.insight.statistics.counting import YEAR, deliver
from tests.insight.statistics.test_figures import fill_in
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, pupils, queries, whole_row

pytestmark = pytest.mark.django_db
BOARD = "/ioc/"


def page(name="anh-binh", path=BOARD, **query):
    answer = client_as(name).get(path, query)
    return answer.status_code, answer.content.decode()


def chart(html, name):
    return json.loads(re.search(rf'<script id="chart-{name}" type="application/json">(.*?)</script>', html)[1])


def test_the_province_is_told():
    with acting(Scope("province")):
        n = Enrolment.objects.filter(year=YEAR, ends_on=None).count()
    status, html = page()
    assert status == 200
    assert re.search(rf"Số học sinh\s+{n}\b", strip_tags(html))
    areas = chart(html, "by-commune")
    assert areas["province"] == "80"
    assert sum(area["value"] for area in areas["areas"]) == n
    with acting(Scope("province")):
        assert {area["code"] for area in areas["areas"]} <= set(Area.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("name", "status"), [("anh-binh", 200), ("thay-minh", 200), ("thay-khac", 404), ("co-lan", 404), ("chi-hoa", 404)]
)
def test_for_whom_it_is(name, status):
    assert page(name)[0] == status


def test_a_visitor_is_asked_to_log_in():
    assert page("")[0] == 302


def test_a_school_sees_its_own_alone():
    with acting_as("thay-minh"):
        n = Enrolment.objects.filter(year=YEAR, ends_on=None, school_id=actor("thay-minh").unit_id).count()
    assert re.search(rf"Số học sinh\s+{n}\b", strip_tags(page("thay-minh")[1]))


def test_a_mark_shows_and_asking_again_is_quiet_until_then():
    fill_in((90, 70))
    html = page(term=1)[1]
    again = re.search(r'data-board hx-get="([^"]+)"', html)[1].replace("&amp;", "&")
    client = client_as("anh-binh")
    with queries() as few:
        assert client.get(again).status_code == 204
    assert len([sql for sql in few if "statistics_" in sql]) == 1
    with acting_as("co-lan"):
        save_marks(actor("co-lan"), book(), 1, whole_row(pupils(book())[2], (40,) * 4, 40, 40))
    assert client.get(again).status_code == 204
    deliver()
    answer = client.get(again)
    assert answer.status_code == 200
    (toan,) = [one for one in chart(answer.content.decode(), "diem_tb-by-subject")["items"] if one["name"] == "Toán"]
    assert (toan["value"], toan["text"]) == (6.67, "6,67")


def test_what_is_kept_is_for_whom_it_was_and_as_long_as_nothing_changes(monkeypatch):
    monkeypatch.setattr(board, "_kept", Kept())  # what other tests of this process have looked at

    def asked(name):
        with queries() as found:
            html = page(name, term=1)[1]
        return html, len([sql for sql in found if "FROM statistics_figure" in sql])

    first, cold = asked("anh-binh")
    again, warm = asked("anh-binh")
    own, others = asked("thay-minh")
    assert (cold, warm, others) == (5, 0, 5)
    assert chart(first, "by-commune") == chart(again, "by-commune") != chart(own, "by-commune")
    fill_in((90, 70))
    assert asked("anh-binh")[1] == 5
    with acting_as("anh-binh"):
        said = Definition("hoc_sinh", "Học sinh", "count", "hoc_sinh + lop", ("commune",), "CV 1", "A", today())
        define(actor("anh-binh"), said)
    assert asked("anh-binh")[1] == 5


def test_the_number_of_queries_does_not_depend_on_the_size():
    def asked():
        page()
        with queries() as found:
            page()
        return len(found)

    def fill(few):
        with acting_as("co-lan"):
            for term in (1, 2):
                for pupil in pupils(book())[:few]:
                    save_marks(actor("co-lan"), book(), term, whole_row(pupil))
        deliver()

    fill(1)
    few = asked()
    fill(3)
    assert asked() == few


@pytest.mark.parametrize("query", [{"year": "x"}, {"term": "9"}, {"commune": "1" * 30}, {"school": "x"}, {"show": "y"},
                                   {"boundaries": "2020-13-01"}, {"grade": "٣"}, {"subject": "a'b"}])  # fmt: skip
def test_nonsense_in_the_address_is_passed_over(query):
    assert page(**query)[0] == 200


def test_before_the_reform_there_is_a_table_and_no_map():
    html = page(boundaries="2025-06-30")[1]
    assert chart(html, "by-commune")["province"] == ""
    assert "Bảng số liệu" in html


def test_the_wall_has_no_form():
    assert 'id="ioc-year"' in page()[1]
    assert 'id="ioc-year"' not in page(wall=1)[1]
