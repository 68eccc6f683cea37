"""Counts of the whole province: ordered once, kept, shown with their moment, and what a page says meanwhile."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection

from khuevan.kernel import clock
from khuevan.school.analysis.actions.keeping import FRESH, GONE, LATE, LOST, keep_warm, resume, run_count
from khuevan.school.analysis.models import Count
from khuevan.school.analysis.queries.province import Question
from tests.personas import acting_as, client_as
from tests.school.analysis.counting import work
from tests.school.analysis.test_pages import cells_of, marked
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db
PAGE = "/analysis/province/?by=subject&kind=secondary&term=2"
SECOND = timedelta(seconds=1)


def looked(name="anh-binh", path=PAGE):
    answer = client_as(name).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def ordered():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'analysis.count'")
        return cursor.fetchone()[0]


def kept():
    with acting_as("anh-binh"):
        return Count.objects.get(question=Question("subject", 2025, 2).text)


def polled(page):
    return client_as("anh-binh").get(html.unescape(re.search(r'hx-get="(/analysis/[^"]+)"', page)[1]))


def later(by):
    """A moment after the count, as the clock of everybody says."""
    at = clock.now() + by
    return clock.frozen(at)


def test_the_first_opening_says_that_it_waits_and_fills_itself():
    marked(spare=0)
    page = looked()
    assert "Đang đếm lần đầu" in page
    assert "<table" not in page
    assert polled(page).status_code == 204  # nothing has changed
    work()
    assert polled(page).headers["HX-Refresh"] == "true"
    page = looked()
    assert "Số liệu lúc" in page
    assert "hx-get" not in page.partition('id="counted"')[2]
    assert cells_of(page)


def test_of_several_who_come_one_orders():
    for _n in range(3):
        looked()
    assert ordered() == 1
    work()
    looked()
    assert ordered() == 1


def test_an_old_count_is_shown_until_the_newer_is_there():
    marked(spare=5)
    looked()
    work()
    before = looked()
    marked(spare=0)
    with later(FRESH + SECOND):
        while_waiting = looked()
        assert cells_of(while_waiting) == cells_of(before)
        assert "Chờ đếm lại" in while_waiting
        assert ordered() == 2
        work()
        answer = polled(while_waiting)
        assert "HX-Refresh" not in answer.headers  # nobody's table changes while it is read
        assert "Xem số mới" in answer.content.decode()
        assert cells_of(looked()) != cells_of(before)


def test_a_count_that_is_made_says_so():
    page = looked()
    with acting_as("anh-binh"):
        Count.objects.update(begun_at=clock.now())
    assert "Đang đếm lại từ" in polled(page).content.decode()


def test_without_a_worker_the_page_says_so_and_asks_again():
    page = looked()
    with later(LATE + SECOND):
        assert "khuevan worker" in polled(page).content.decode()
        assert ordered() == 1
    with later(LOST + SECOND):
        looked()
        assert ordered() == 2


def test_a_count_is_kept_over_a_second_run():
    looked()
    work()
    before = kept()
    run_count(before.pk)
    assert kept().counted_at == before.counted_at


def test_at_night_what_people_open_is_counted_and_what_nobody_opens_goes():
    looked()
    work()
    with acting_as("anh-binh"):
        Count.objects.create(question=Question("grade", 2020, 1).text, asked_at=clock.now() - GONE - SECOND)
    keep_warm(clock.now() + FRESH + SECOND)
    with acting_as("anh-binh"):
        assert not Count.objects.filter(question__contains="2020").exists()
    assert kept().ordered_at
    assert work() == 5


def test_a_worker_that_begins_counts_what_was_lost_and_what_is_first():
    looked(path="/analysis/province/?by=school&kind=primary&term=4")
    resume(clock.now() + LOST + SECOND)
    with acting_as("anh-binh"):
        lost = Count.objects.get(question__contains="true")
    assert lost.ordered_at > clock.now() + LOST
    assert work() == 6
    jobs = ordered()
    resume(clock.now())
    assert ordered() == jobs


def test_what_makes_no_difference_is_counted_once():
    for more in ("", "&subject=TOAN", "&subject=x' --", "&grade=99"):
        looked(path=PAGE + more)
    assert ordered() == 1


@pytest.mark.parametrize("by", ["completion", "subject", "grade", "school", "anomalies"])
def test_every_table_is_kept_whole(by):
    marked(spare=0)
    path = f"/analysis/province/?by={by}&term=2"
    looked(path=path)
    work()
    client = client_as("anh-binh")
    for most in (10, 9):  # a process reads a count once
        with queries() as some:
            page = client.get(path)
        assert "Số liệu lúc" in page.content.decode()
        assert len(some) <= most
        assert not [sql for sql in some if "gradebook_" in sql]
    assert not any('"answer"' in sql for sql in some)


def test_a_school_sees_nothing_of_what_is_kept():
    looked()
    work()
    for name in ("thay-minh", "co-lan"):
        with acting_as(name):
            assert not Count.objects.exists()
