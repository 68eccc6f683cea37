"""From a teacher's signature to a verified transcript, returned once, corrected, and tampered with."""

import pytest

from khuevan.school.transcripts.actions import batches
from khuevan.school.transcripts.api import (
    Version,
    accept,
    order_issue,
    order_principal,
    return_,
    sign_homeroom,
    sign_subjects,
    submit,
)
from tests.personas import acting_as, actor
from tests.school.transcripts.school import PIN, as_person, books_of, lock_terms, of_person, pupils_of

pytestmark = pytest.mark.django_db


def states():
    return sorted(Version.objects.values_list("case__state", flat=True))


def sign_all_subjects(school_class):
    for teacher in {book.teacher_id for book in books_of(school_class)}:
        with as_person(teacher):
            mine = [book.pk for book in books_of(school_class) if book.teacher_id == teacher]
            sign_subjects(of_person(teacher), mine, PIN)


def issue_all(school_class):
    """Homeroom, lock, leader, seal."""
    with acting_as("co-mai"):
        sign_homeroom(actor("co-mai"), school_class.pk, PIN)
    for order in (order_principal, order_issue):
        with acting_as("thay-minh"):
            batch = order(actor("thay-minh"), [school_class.pk], PIN)
        batches.run(school_class.school_id, batch.pk)
        with acting_as("thay-minh"):
            batch.refresh_from_db()
            assert (batch.state, batch.done, batch.failed, batch.secret) == ("done", batch.total, 0, "")


@pytest.fixture
def issued(class_7a):
    sign_all_subjects(class_7a)
    with acting_as("thay-minh"):
        lock_terms(class_7a)
    issue_all(class_7a)
    return class_7a


def test_from_signature_to_acceptance(issued):
    minh, binh = actor("thay-minh"), actor("anh-binh")
    count = len(pupils_of_scope(issued))
    with acting_as("thay-minh"):
        assert states() == ["issued"] * count
        assert submit(minh, [issued.pk]) == count
    with acting_as("anh-binh"):
        first, *rest = Version.objects.order_by("pk")
        assert accept(binh, [one.pk for one in rest]) == count - 1
        return_(binh, first.pk, "Nhận xét môn Toán chưa rõ")
        assert states() == ["accepted"] * (count - 1) + ["returned"]


def pupils_of_scope(school_class):
    with acting_as("thay-minh"):
        return pupils_of(school_class)
