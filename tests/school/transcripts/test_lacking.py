"""What a teacher can sign is counted as the class itself is looked at, and what cannot be signed is not offered."""

import pytest

from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import MarkRow, PrimaryMark, unfinished
from khuevan.school.gradebook.models import SpecialCase
from khuevan.school.transcripts.queries.classes import open_class
from tests.personas import acting_as, actor, client_as
from tests.school.transcripts import school
from tests.school.transcripts.school import pupils_of

pytestmark = pytest.mark.django_db


def as_the_class_says(who, school_class):
    """By name of the subject how many pupils lack something, as the page of the class finds it pupil by pupil."""
    opened = open_class(actor(who), school_class.uid)
    return {line.id: line.lacking for line in opened.line.subjects if line.lacking}


def counted(school_class):
    books = ClassSubject.objects.filter(school_class=school_class).values_list("pk", flat=True)
    return unfinished(school_class.school_id, list(books))


def take_out(book, pupil, term):
    """A decision that a pupil does not take a subject in a term (3: all year)."""
    SpecialCase.objects.create(
        school_id=book.school_id, school_class_id=book.school_class_id, class_subject=book, student_id=pupil, term=term,
        kind="exempt", reason="Theo đơn của gia đình", granted_by_name="Hiệu trưởng", granted_at="2026-01-01T00:00Z",
    )  # fmt: skip


def test_a_secondary_class(ready):
    with acting_as("thay-minh"):
        first, second, third, fourth = pupils_of(ready)[:4]
        book = ClassSubject.objects.get(school_class=ready, subject_id="TOAN")
        assert counted(ready) == as_the_class_says("thay-minh", ready) == {}
        rows = MarkRow.objects.filter(class_subject=book)
        rows.filter(student_id=first, term=2).update(average=None)
        rows.filter(student_id=second, term=3).delete()
        for pupil, term in ((third, 3), (fourth, 1)):
            rows.filter(student_id=pupil, term__in=(1, 3)).delete()
            take_out(book, pupil, term)
        assert counted(ready) == as_the_class_says("thay-minh", ready) == {book.pk: 3}


def test_a_primary_class(db):
    with acting_as("co-thu"):
        found = school.class_named("2A", "co-thu")
        school.fill(found)
        first, second, third = pupils_of(found)[:3]
        book = ClassSubject.objects.get(school_class=found, subject_id="TV")
        rows = PrimaryMark.objects.filter(class_subject=book)
        rows.filter(student_id=first, period=4).update(test=None)
        rows.filter(student_id=second, period=2).update(level="")
        rows.filter(student_id=third, period=4).delete()
        take_out(book, third, 2)
        assert counted(found) == as_the_class_says("co-thu", found) == {book.pk: 2}


def test_where_nobody_is_complete_nothing_is_offered(ready):
    with acting_as("co-lan"):
        book = ClassSubject.objects.get(school_class=ready, subject_id="TOAN")
        MarkRow.objects.filter(class_subject=book, term=2).update(average=None)
    client = client_as("co-lan")
    page = client.get("/transcripts/").content.decode()
    assert f'id="sign-{book.pk}"' not in page
    assert f"/gradebook/books/{book.uid}/" in page
    refused = client.get(f"/transcripts/books/{book.uid}/sign")
    assert refused.status_code == 409
    assert "Chưa em nào đủ" in refused.content.decode()


def test_one_statement_for_one_class_and_for_all(ready, django_assert_num_queries):
    with acting_as("thay-minh"):
        every = SchoolClass.objects.filter(school_id=ready.school_id, year=ready.year).values("pk")
        books = list(ClassSubject.objects.filter(school_class__in=every).values_list("pk", flat=True))
        for some in (books[:1], books):
            with django_assert_num_queries(1):
                unfinished(ready.school_id, some)
