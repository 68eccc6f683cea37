"""Who teaches and leads what from when to when, and who stands in with which rights."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.audit.api import Entry
from khuevan.school.enrolment import api
from khuevan.school.enrolment.actions.assigning import catch_up
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, SchoolYear, Teaching
from khuevan.school.gradebook import api as gradebook
from khuevan.school.transcripts.policies import may as may_sign
from tests.personas import acting_as, actor, client_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def minh():
    with acting_as("thay-minh"):
        yield actor("thay-minh")


@pytest.fixture
def year(minh):
    """The open year, running today whatever the day."""
    dates = {"starts_on": today() - timedelta(days=100), "ends_on": today() + timedelta(days=100)}
    SchoolYear.objects.filter(school_id=minh.unit_id, year=2025).update(**dates)
    return SchoolYear.objects.get(school_id=minh.unit_id, year=2025)


@pytest.fixture
def book(year):
    books = ClassSubject.objects.select_related("school_class", "subject")
    return books.get(school_id=year.school_id, school_class__name="7A", school_class__year=2025, subject="TOAN")


def history(book):
    rows = Teaching.objects.filter(class_subject=book, stands_for=None).order_by("starts_on")
    return list(rows.values_list("teacher_id", "starts_on", "ends_on"))


def test_a_change_keeps_who_taught_before(minh, year, book):
    lan, mai = book.teacher_id, book.school_class.homeroom_id
    day = today() - timedelta(days=3)
    assert api.assign(minh, year, [(book.pk, mai)], day, "Nghỉ thai sản") == 1
    book.refresh_from_db()
    assert book.teacher_id == mai
    assert history(book) == [(lan, year.starts_on, day - timedelta(days=1)), (mai, day, None)]
    assert api.assign(minh, year, [(book.pk, mai)]) == 0
    entry = Entry.objects.get(book="teaching", verb="assign")
    assert (entry.subject, entry.reason) == ("Toán 7A", "Nghỉ thai sản")


def test_a_planned_change_comes_on_its_day(minh, year, book):
    lan, mai, later = book.teacher_id, book.school_class.homeroom_id, today() + timedelta(days=5)
    api.assign(minh, year, [(book.pk, mai)], later)
    book.refresh_from_db()
    assert book.teacher_id == lan
    assert catch_up(later - timedelta(days=1)) == 0
    assert catch_up(later) == 1
    book.refresh_from_db()
    assert book.teacher_id == mai


def test_many_posts_take_as_many_statements_as_one(minh, year):
    books = list(ClassSubject.objects.filter(school_id=year.school_id, school_class__year=2025))
    lan = actor("co-lan").person_id
    counts = []
    for some in (books[:1], books[1:40]):
        with CaptureQueriesContext(connection) as queries:
            api.assign(minh, year, [(one.pk, lan) for one in some])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_homeroom(minh, year):
    one = SchoolClass.objects.get(school_id=year.school_id, name="7A", year=2025)
    lan = actor("co-lan").person_id
    assert api.set_homeroom(minh, year, [(one.pk, lan)]) == 1
    assert SchoolClass.objects.get(pk=one.pk).homeroom_id == lan
    assert api.set_homeroom(minh, year, [(one.pk, None)]) == 1
    assert SchoolClass.objects.get(pk=one.pk).homeroom_id is None


def test_what_cannot_be_assigned(minh, year, book):
    with pytest.raises(NotFound):
        api.assign(minh, year, [(0, minh.person_id)])
    with pytest.raises(Invalid, match="không làm việc ở trường"):
        api.assign(minh, year, [(book.pk, actor("thay-khac").person_id)])
    with pytest.raises(Invalid, match="không thuộc năm học"):
        api.assign(minh, year, [(book.pk, minh.person_id)], year.ends_on + timedelta(days=1))
    with pytest.raises(NotAllowed):
        api.assign(actor("co-lan"), year, [(book.pk, minh.person_id)])
    year.closed_at = "2026-06-30T00:00:00Z"
    with pytest.raises(Conflict, match="đã đóng"):
        api.assign(minh, year, [(book.pk, minh.person_id)])


def test_who_stands_in_has_the_same_rights_for_these_days(minh, year, book):
    mai, day = actor("co-mai"), today()
    assert not gradebook.may(mai, "write", book)
    row = api.stand_in(minh, year, book, mai.person_id, day, day + timedelta(days=2), "Ốm")
    assert gradebook.may(mai, "write", book)
    assert may_sign(mai, "sign_subject", book)
    books = gradebook.progress(year.school_id, 2025, 2, 4, teacher_id=mai.person_id)
    assert book.pk in [one.id for one in books]
    with pytest.raises(Conflict, match="đã dạy thay"):
        api.stand_in(minh, year, book, minh.person_id, day, day)
    Teaching.objects.filter(pk=row.pk).update(starts_on=day - timedelta(days=9), ends_on=day - timedelta(days=1))
    assert not gradebook.may(mai, "write", book)
    Teaching.objects.filter(pk=row.pk).update(ends_on=day)
    row.refresh_from_db()
    api.end_standing_in(minh, year, row)
    assert not gradebook.may(mai, "write", book)
    assert {"stand_in", "stand_in_end"} <= set(Entry.objects.filter(book="teaching").values_list("verb", flat=True))


def test_who_stands_in_for_a_homeroom_teacher_leads_the_class(minh, year, book):
    lan, one = actor("co-lan"), book.school_class
    assert not gradebook.may(lan, "judge", one)
    api.stand_in(minh, year, one, lan.person_id, today(), today())
    assert gradebook.may(lan, "judge", one)
    assert api.may(lan, "lead", one)
    assert one in SchoolClass.objects.filter(gradebook.visible(lan, SchoolClass, "judge"))
    assert may_sign(lan, "sign_homeroom", one)


def statements(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries), response.content.decode()


def test_the_pages(minh, year, book):
    client = client_as("thay-minh")
    first, html = statements(client, "/teaching/?grade=7")
    assert f'name="s{book.pk}"' in html
    with acting_as("thay-minh"):
        clone = SchoolClass.objects.create(school_id=year.school_id, year=2025, grade=7, name="7C")
        for subject in ("TOAN", "NV"):
            taught = {"school_class": clone, "subject_id": subject, "lessons": 140, "regular_count": 4}
            ClassSubject.objects.create(school_id=year.school_id, **taught)
    assert statements(client, "/teaching/?grade=7")[0] == first
    loads, html = statements(client, "/teaching/loads")
    assert "thiếu" in html
    changed = {"year": 2025, "grade": 7, "day": today().isoformat(), f"s{book.pk}": "mai", f"was-s{book.pk}": ""}
    assert client.post("/teaching/save", changed).status_code == 302
    with acting_as("thay-minh"):
        book.refresh_from_db()
    assert book.teacher_id == actor("co-mai").person_id
    assert statements(client, "/teaching/loads")[0] == loads
    post = {"year": 2025, "post": f"s{book.pk}", "teacher": "Lan", "starts_on": today(), "ends_on": today()}
    assert client.post("/teaching/stand-ins/add", post).status_code == 302
    assert "Thay cho" in statements(client, "/teaching/stand-ins")[1]
    assert client_as("co-lan").get("/teaching/").status_code == 404
