"""The desk of a whole province: page by page, found by name or commune, and of this moment where something moved."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import now, today
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.review.api import set_deadlines
from khuevan.school.review.queries import keeping
from tests.personas import acting_as, client_as
from tests.school.review.conftest import YEAR, check

pytestmark = pytest.mark.django_db
ADDRESS = f"/review/?year={YEAR}"


def names(page):
    return [line.school.name for line in page.context["page"]]


def line_of(client, school_id):
    page = client.get(ADDRESS).context["page"]
    return next(line for line in page if line.school.id == school_id)


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr("khuevan.school.review.web.desk.PAGE", 1)


def test_the_second_page_goes_on_and_keeps_the_filter(small_pages):
    binh = client_as("anh-binh")
    first, second = (binh.get(f"{ADDRESS}&level=03&page={n}") for n in (1, 2))
    assert len(names(first)) == len(names(second)) == 1
    assert not set(names(first)) & set(names(second))
    assert f"?year={YEAR}&amp;level=03&amp;page=2" in first.content.decode()
    for page in (first, second):
        assert page.context["total"] == first.context["total"], "numbers above are of all"
    file = binh.get(f"{ADDRESS}&xlsx=hoc-ba-theo-truong")
    assert "spreadsheetml" in file["Content-Type"]


def test_who_is_late_stands_first_whatever_the_page(small_pages, binh):
    with acting_as("anh-binh"):
        set_deadlines(binh, YEAR, {"04": today() - timedelta(days=3)})
    client = client_as("anh-binh")
    first = client.get(ADDRESS).context["page"]
    late = [line.late for line in first]
    assert late[0] == 3
    assert [line.late for line in client.get(f"{ADDRESS}&page=2").context["page"]] <= late


def test_a_school_is_found_by_its_name_and_by_its_commune():
    binh = client_as("anh-binh")
    assert "THCS Lê Quý Đôn" in names(binh.get(f"{ADDRESS}&q=le+quy"))
    units = binh.get(f"{ADDRESS}&by=commune")
    named = next(one for one in units.context["units"] if one.name)
    link = next(row[0].url for row in units.context["table"].lines if getattr(row[0], "text", "") == named.name)
    there = binh.get(f"/review/{link}")
    assert there.context["page"].paginator.count == named.schools
    assert binh.get(f"{ADDRESS}&q=khong-co-truong-nay").context["page"].paginator.count == 0


def test_what_is_sent_and_checked_is_seen_at_once(submitted):
    binh, school = client_as("anh-binh"), submitted.school_id
    assert line_of(binh, school).numbers[1:] == (7, 0, 0, 0, 0)
    check(school)
    numbers = line_of(binh, school).numbers
    assert numbers.clean + numbers.doubtful == numbers.submitted == 7
    binh.post(f"/review/schools/{Unit.objects.get(pk=school).uid}/accept", {"year": YEAR})
    assert line_of(binh, school).numbers.accepted == numbers.clean > 0


def test_what_moved_is_kept_once_it_is_settled(submitted, monkeypatch):
    binh, school = client_as("anh-binh"), submitted.school_id
    line_of(binh, school)
    check(school)
    later = now() + timedelta(minutes=5)
    monkeypatch.setattr(keeping, "now", lambda: later)
    assert line_of(binh, school).numbers.unchecked == 0
    with CaptureQueriesContext(connection) as asked:
        assert line_of(binh, school).numbers.unchecked == 0
    assert not any("enrolment_enrolment" in one["sql"] for one in asked), "nobody is counted again"


def test_pupils_of_the_province_are_counted_every_ten_minutes_and_the_page_says_so(submitted):
    binh, school = client_as("anh-binh"), submitted.school_id
    with acting(Scope("province")):
        other = Enrolment.objects.filter(year=YEAR, ends_on=None, school_class__grade__range=(1, 12))
        other = other.exclude(school_id=school).first()
    before = line_of(binh, other.school_id).numbers.pupils
    with acting_as_school(other.school_id):
        Enrolment.objects.filter(pk=other.pk).update(ends_on=today())
    assert line_of(binh, other.school_id).numbers.pupils == before
    assert "mười phút đếm lại" in binh.get(ADDRESS).content.decode()
    with acting(Scope("province")):
        from django.core.cache import cache

        cache.delete(f"{keeping.KEY}:{YEAR}")
    assert line_of(binh, other.school_id).numbers.pupils == before - 1


def acting_as_school(school_id):
    return acting(Scope("staff", frozenset({school_id})))


def test_a_process_reads_a_count_once_and_sees_the_one_of_another(submitted, monkeypatch):
    binh, school = client_as("anh-binh"), submitted.school_id
    before = line_of(binh, school).numbers
    here = dict(keeping._known)
    monkeypatch.setattr(keeping, "_known", {})  # another process, which counts anew when all is settled
    check(school)
    later = now() + timedelta(minutes=5)
    monkeypatch.setattr(keeping, "now", lambda: later)
    assert line_of(binh, school).numbers.unchecked == 0 < before.unchecked
    monkeypatch.setattr(keeping, "_known", here)
    for reads in (2, 1):
        with CaptureQueriesContext(connection) as asked:
            assert line_of(binh, school).numbers.unchecked == 0
        assert sum('FROM "django_cache"' in one["sql"] for one in asked) == reads


@pytest.mark.parametrize("more", ["", "&q=thcs", "&level=03"])
def test_a_quiet_desk_counts_no_pupil(more, monkeypatch):
    later = now() + timedelta(minutes=5)
    monkeypatch.setattr(keeping, "now", lambda: later)
    binh = client_as("anh-binh")
    binh.get(ADDRESS + more)
    with CaptureQueriesContext(connection) as asked:
        binh.get(ADDRESS + more)
    counting = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert not any("enrolment_enrolment" in sql or "transcripts_version" in sql for sql in counting)
    assert len(counting) == 10
