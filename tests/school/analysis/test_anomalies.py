"""Books worth asking about: what is found, what is not, for whom, in how many queries, and the way down."""

import re
from dataclasses import replace

import pytest
from django.utils.html import strip_tags

from khuevan.registry.audit.api import Entry
from khuevan.registry.units.api import Unit
from khuevan.school.analysis.rules.anomalies import BARS, Bars, bars_of
from khuevan.school.enrolment.api import subjects_of_class
from khuevan.school.gradebook.api import MarkRow, anomalies, save_marks
from tests.personas import acting_as, actor, client_as
from tests.school.analysis.counting import forget, work
from tests.school.gradebook.fixtures import book, edit, pupils, queries, school_class, whole_row

pytestmark = pytest.mark.django_db
TERM, YEAR = 2, 2025
SMALL = Bars(0, identical=6, spike_of=6, spike=2, spike_times=3, minute_columns=3, minute_cells=30)
"""As the classes of the test province are: 7A has seven pupils."""


@pytest.fixture(autouse=True)
def small_bars(monkeypatch):
    for place in ("web.schools", "web.province", "queries.province"):
        monkeypatch.setattr(f"khuevan.school.analysis.{place}.bars_of", lambda year: SMALL)


def rows(averages, tests=None, what="7A"):
    """Maths of 7A: the averages of its first pupils, and midterms and finals that differ unless they are given."""
    with acting_as("thay-minh"):
        one = book("TOAN", what)
        found = [
            MarkRow(school_id=one.school_id, class_subject_id=one.pk, student_id=pupil.id, term=TERM, average=average,
                    midterm=tests or 50 + n, final=tests or 60 + n % 7, updated_at="2026-05-01T00:00Z")
            for n, (pupil, average) in enumerate(zip(pupils(one), averages, strict=False))
        ]  # fmt: skip
        MarkRow.objects.bulk_create(found)
        return one


def found_by(name="thay-minh", part=TERM, bars=SMALL):
    with acting_as(name):
        return anomalies(YEAR, part, bars)


def page(name="thay-minh", path="/analysis/school/", **query):
    asked = {"by": "anomalies", "kind": "secondary", "term": TERM, **query}
    answer = client_as(name).get(path, asked)
    if work():
        answer = client_as(name).get(path, asked)
    return answer.status_code, answer.content.decode()


def test_equal_marks_of_a_test_are_found_from_the_bar_on():
    one = rows([70] * 5, tests=70)
    assert found_by() == []
    with acting_as("thay-minh"):
        sixth = pupils(one)[5]
        MarkRow.objects.create(school_id=one.school_id, class_subject_id=one.pk, student_id=sixth.id, term=TERM,
                               midterm=70, final=71, updated_at="2026-05-01T00:00Z")  # fmt: skip
    assert [(one.kind, one.column, one.n, one.value) for one in found_by()] == [("identical", "gk", 6, 70)]
    assert "Điểm giữa kì của 6 em đều là 7,0" in page()[1]


@pytest.mark.parametrize(("fives", "near", "spike"), [(2, 5, True), (1, 0, False), (7, 0, False)])
def test_a_spike_stands_out_from_what_is_near(fives, near, spike):
    rows([50] * fives + [46, 54, 49, 51, 47][:near] + [80] * (7 - fives - near))
    assert [(one.kind, one.n, one.value) for one in found_by()] == ([("spike", fives, 7)] if spike else [])


def test_a_spike_is_none_where_the_tenths_near_it_are_as_full():
    rows([50, 50, 46, 54, 49, 51, 47])
    assert found_by(bars=replace(SMALL, spike_times=4)) == []


def pupils_of_7a():
    with acting_as("co-lan"):
        return len(pupils(book()))


def test_a_book_filled_in_one_minute_is_found_and_leads_to_its_history():
    with acting_as("co-lan"):
        one = book()
        cells = [cell for n, p in enumerate(pupils(one)) for cell in whole_row(p, (60, 65, 70, 75), 50 + n, 60 + n % 7)]
        save_marks(actor("co-lan"), one, TERM, cells)
        n = len(pupils(one))
    found = [one for one in found_by() if one.kind == "minute"]
    assert [(one.n, one.value, one.book) for one in found] == [(6 * n, 6, one.uid)]
    assert found_by(bars=replace(SMALL, minute_cells=6 * n + 1)) == []
    status, html = page()
    assert status == 200
    way = re.search(r'href="(/gradebook/books/[^"]+/2/history)"', html)[1]
    assert client_as("thay-minh").get(way).status_code == 200


def test_corrections_are_no_filling():
    with acting_as("co-lan"):
        one = book()
        save_marks(actor("co-lan"), one, TERM, [c for p in pupils(one) for c in whole_row(p, (60,) * 4, 60, 60)])
        again = [edit(p, c, 70 + n % 9, 60) for n, p in enumerate(pupils(one)) for c in ("tx1", "tx2", "gk", "ck")]
        save_marks(actor("co-lan"), one, TERM, again)
        assert Entry.objects.filter(book=f"marks:{one.uid}:2").exclude(old=None).count() >= len(again)
    assert sum(one.n for one in found_by() if one.kind == "minute") == 6 * pupils_of_7a()


@pytest.mark.parametrize("name", ["thay-minh", "anh-binh"])
def test_a_school_and_the_department_come_down_to_the_book(name):
    one = rows([70] * 7, tests=70)
    with acting_as("thay-minh"):
        school = Unit.objects.get(pk=actor("thay-minh").unit_id)
    status, html = page(name, f"/analysis/schools/{school.uid}/")
    assert status == 200
    way = f"/gradebook/books/{one.uid}/?term=2"
    assert way in html
    assert client_as(name).get(way).status_code == 200
    if name == "anh-binh":
        assert school.name in strip_tags(page(name, "/analysis/province/")[1])
        assert way in page(name, "/analysis/province/")[1]


def test_another_school_sees_nothing_of_it():
    rows([70] * 7, tests=70)
    assert found_by("thay-khac") == []
    assert found_by("anh-binh") != []


def test_no_pupil_is_named():
    one = rows([70] * 7, tests=70)
    html = page()[1]
    with acting_as("thay-minh"):
        assert [pupil.name for pupil in pupils(one) if pupil.name in html] == []


def test_nothing_to_ask_is_said():
    assert "Không thấy điều gì phải hỏi" in page()[1]


def test_queries_do_not_grow():
    def counted():
        sizes = []
        for name, path in (("thay-minh", "/analysis/school/"), ("anh-binh", "/analysis/province/")):
            page(name, path)
            with queries() as some:
                client_as(name).get(path, {"by": "anomalies", "term": TERM})
            sizes.append(len(some))
        return sizes

    few = counted()
    with acting_as("thay-minh"):
        one = school_class("7A")
        MarkRow.objects.bulk_create(
            MarkRow(school_id=one.school_id, class_subject_id=subject.pk, student_id=pupil.id, term=TERM,
                    midterm=70, final=70, updated_at="2026-05-01T00:00Z")
            for subject in subjects_of_class(one) if subject.subject.form == "score" for pupil in pupils(one)
        )  # fmt: skip
    assert len(found_by()) > 10
    forget()
    assert counted() == few


def test_bars_are_dated():
    later = replace(BARS[0], first_year=2030, identical=12)
    assert bars_of(2029, (*BARS, later)) == BARS[0]
    assert bars_of(2030, (*BARS, later)).identical == 12
