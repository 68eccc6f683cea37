"""Who sets windows, within which limits, seen first and written at once."""

from datetime import date

import pytest
from django.db import transaction

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.registry.audit.api import Entry
from khuevan.school.calendar.api import (
    Limit,
    ProvinceWindow,
    SchoolWindow,
    Window,
    counting_windows,
    plan,
    set_windows,
    usual,
)
from khuevan.school.enrolment.api import SchoolYear
from tests.personas import acting_as, actor, client_as

from .fixtures import IN_TIME, LATE, MIDTERM, UNTIL_NOVEMBER, YEAR, limit, on, put

pytestmark = pytest.mark.django_db
FINAL = (1, "final")
FROM_THE_SO = limit((10, 15), (11, 15), (11, 30))


def school_of(name):
    return actor(name).unit_id


def counts_for(name, grade=7):
    with acting_as(name):
        school = school_of(name)
        return counting_windows([school], YEAR)[school, grade]


def test_a_school_sets_windows_and_each_change_is_in_the_ledger():
    assert put({MIDTERM: UNTIL_NOVEMBER, FINAL: Window(date(2025, 12, 20), date(2026, 1, 10))}) == 2
    assert put({MIDTERM: UNTIL_NOVEMBER, FINAL: None}) == 1
    assert counts_for("thay-minh") == {MIDTERM: UNTIL_NOVEMBER}
    with acting_as("thay-minh"):
        entries = list(Entry.objects.filter(book="calendar:2025").order_by("position"))
        assert [(one.subject, one.old, one.new) for one in entries] == [
            ("Giữa kì · Học kì I · Mọi khối", None, "20/10/2025 – 21/11/2025"),
            ("Cuối kì · Học kì I · Mọi khối", None, "20/12/2025 – 10/01/2026"),
            ("Cuối kì · Học kì I · Mọi khối", "20/12/2025 – 10/01/2026", None),
        ]


def test_schools_inherit_from_the_so_and_stay_within_its_limits():
    put({MIDTERM: FROM_THE_SO}, "anh-binh")
    assert counts_for("thay-minh")[MIDTERM] == Window(date(2025, 10, 15), date(2025, 11, 15))
    put({MIDTERM: UNTIL_NOVEMBER})
    assert counts_for("thay-minh")[MIDTERM] == UNTIL_NOVEMBER
    assert counts_for("thay-phuc")[MIDTERM] == FROM_THE_SO.window
    for wrong in (
        Window(date(2025, 10, 1), date(2025, 11, 1)),
        Window(date(2025, 11, 1), date(2025, 12, 1)),
    ):
        with pytest.raises(Invalid, match="Sở chỉ cho phép từ 15/10/2025 đến 30/11/2025"):
            put({MIDTERM: wrong})
    put({MIDTERM: limit((10, 15), (11, 1), (11, 10))}, "anh-binh")
    assert counts_for("thay-minh")[MIDTERM] == Window(date(2025, 10, 20), date(2025, 11, 10))


def test_limits_by_grade_forbid_a_wide_window_that_breaks_one():
    put({MIDTERM: FROM_THE_SO}, "anh-binh")
    put({MIDTERM: limit((12, 1), (12, 10), (12, 20))}, "anh-binh", scope="g9")
    with pytest.raises(Invalid, match="hạn khác nhau cho từng khối"):
        put({MIDTERM: UNTIL_NOVEMBER})
    assert put({MIDTERM: UNTIL_NOVEMBER}, scope="g7") == 1


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Window(date(2025, 11, 2), date(2025, 11, 1)), "ngày đóng trước ngày mở"),
        (Window(date(2024, 11, 2), date(2025, 11, 1)), "không thuộc năm học 2025–2026"),
        (Window(date(2025, 11, 2), date(2027, 11, 1)), "không thuộc năm học 2025–2026"),
    ],
)
def test_impossible_windows_are_refused_and_nothing_is_written(window, said):
    with pytest.raises(Invalid, match=said):
        put({FINAL: UNTIL_NOVEMBER, MIDTERM: window})
    with acting_as("thay-minh"):
        assert SchoolWindow.objects.count() == 0


def test_the_so_cannot_stretch_backwards():
    with pytest.raises(Invalid, match="hạn cuối cho các trường trước ngày đóng"):
        put({MIDTERM: Limit(date(2025, 10, 1), date(2025, 11, 1), date(2025, 10, 15))}, "anh-binh")


def test_two_people_do_not_overwrite_each_other():
    with pytest.raises(Conflict, match="vừa được người khác sửa"):
        put({MIDTERM: UNTIL_NOVEMBER}, seen="0" * 16)


@pytest.mark.parametrize("name", ["co-lan", "chi-hoa"])
def test_teachers_and_families_set_nothing(name):
    with acting_as(name), pytest.raises(NotAllowed):
        set_windows(actor(name), YEAR, "all", {MIDTERM: UNTIL_NOVEMBER}, "")


def test_a_plan_writes_nothing():
    with acting_as("thay-minh"):
        steps = plan(actor("thay-minh"), YEAR, "all", {MIDTERM: UNTIL_NOVEMBER})
        assert [(step.row.slot, step.new) for step in steps if step.changes] == [(MIDTERM, UNTIL_NOVEMBER)]
        assert SchoolWindow.objects.count() == 0


def test_a_closed_year_keeps_its_calendar():
    with acting_as("thay-minh"):
        SchoolYear.objects.filter(school_id=school_of("thay-minh"), year=YEAR).update(closed_at="2026-06-30T00:00Z")
    with pytest.raises(Conflict, match="đã kết thúc"):
        put({MIDTERM: UNTIL_NOVEMBER})


def test_other_schools_and_families_see_no_row_and_the_so_all():
    put({MIDTERM: UNTIL_NOVEMBER})
    put({MIDTERM: FROM_THE_SO}, "anh-binh", scope="g1")
    for name, expected in (("thay-minh", 1), ("thay-phuc", 0), ("chi-hoa", None), ("anh-binh", 1)):
        with acting_as(name):
            if expected is None:
                with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                    SchoolWindow.objects.count()
            else:
                assert SchoolWindow.objects.count() == expected
            assert ProvinceWindow.objects.count() == 1


def test_a_school_cannot_write_the_windows_of_the_province_nor_of_another_school():
    days = {"opens_on": IN_TIME, "closes_on": LATE, "set_by": "x", "set_at": "2025-11-10T00:00Z"}
    here = {"year": YEAR, "term": 1, "kind": "midterm", "scope": "all", **days}
    with acting_as("thay-minh"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            ProvinceWindow.objects.create(latest_on=LATE, **here)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            SchoolWindow.objects.create(school_id=school_of("thay-phuc"), **here)


def post(name, fields, **query):
    return client_as(name).post("/calendar/plan?scope=all", fields)


def test_the_way_on_the_pages():
    """Proposed from the days of the terms, seen, written."""
    html = client_as("thay-minh").get("/calendar/").content.decode()
    assert "Chưa đặt lịch" in html
    form = client_as("thay-minh").get("/calendar/plan?scope=all&propose=1").content.decode()
    window = usual({1: (date(2025, 9, 5), date(2026, 1, 18))})[MIDTERM]
    assert f'name="o-1-midterm" value="{window.opens_on}"' in form
    put({FINAL: FROM_THE_SO}, "anh-binh")
    form = client_as("thay-minh").get("/calendar/plan?scope=all&propose=1").content.decode()
    assert 'name="o-1-final" value=""' in form  # follows the Sở
    fields = {"o-1-midterm": "2025-10-20", "c-1-midterm": "2025-11-21"}
    with on(LATE):
        seen = post("thay-minh", {**fields, "do": "preview"})
    html = seen.content.decode()
    assert "20/10/2025 – 21/11/2025" in html
    assert "Sẽ đóng ngay khi ghi" in html
    assert seen.context["steps"][0][1] == "Giữa kì · Học kì I"
    assert counts_for("thay-minh") == {FINAL: FROM_THE_SO.window}
    saved = post("thay-minh", {**fields, "do": "save", "seen": seen.context["seen"]})
    assert saved.status_code == 302
    assert counts_for("thay-minh") == {FINAL: FROM_THE_SO.window, MIDTERM: UNTIL_NOVEMBER}
    again = post("thay-minh", {**fields, "do": "save", "seen": seen.context["seen"]})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"o-1-midterm": "2025-10-20", "c-1-midterm": ""}, "còn thiếu một ngày"),
        ({"o-1-midterm": "20/10/2025", "c-1-midterm": "2025-11-21"}, "không phải là ngày"),
    ],
)
def test_a_form_with_wrong_days(fields, said):
    answer = post("thay-minh", {**fields, "do": "preview"})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
