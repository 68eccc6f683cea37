"""What transcripts and gradebook tell each other."""

import pytest

from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import Edit, save_marks
from khuevan.school.gradebook.ports import book_panels, class_panels, signatures
from khuevan.school.transcripts.api import SectionSignature, sign_subject
from tests.personas import acting_as
from tests.school.transcripts.school import PIN, pupils_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maths(class_7a):
    found = ClassSubject.objects.select_related("school_class", "subject")
    return found.get(school_class=class_7a, subject_id="TOAN")


def test_a_saved_mark_takes_the_signature_away_at_once(lan, maths, class_7a):
    sign_subject(lan, maths.pk, PIN)
    from khuevan.registry.people.api import Person

    student = Person.objects.get(pk=pupils_of(class_7a)[0])
    save_marks(lan, maths, 2, [Edit(str(student.uid), "ck", 95, 80)], reason="Chấm lại")
    lapsed = SectionSignature.objects.exclude(stale_at=None)
    assert [(row.student_id, row.section) for row in lapsed] == [(student.pk, "mon-TOAN")]


def test_the_gradebook_knows_who_has_signed(lan, maths, class_7a):
    def held():
        return signatures(class_7a.school_id, [class_7a.pk])[class_7a.pk]

    assert held().subjects == {}
    sign_subject(lan, maths.pk, PIN)
    assert held().subjects[maths.pk].by == lan.name
    assert held().homeroom is None
    SectionSignature.objects.filter(student_id=pupils_of(class_7a)[0]).update(stale_at="2026-06-01T00:00Z")
    assert held().subjects == {}


def test_the_homeroom_signature_is_known_too(homeroom_signed, mai):
    with acting_as("co-mai"):
        held = signatures(homeroom_signed.school_id, [homeroom_signed.pk])[homeroom_signed.pk]
        assert held.homeroom.by == mai.name
        assert len(held.subjects) == 12


def test_who_has_signed_costs_the_same_for_one_and_three_classes(lan, class_7a, django_assert_num_queries):
    from khuevan.school.enrolment.api import SchoolClass

    classes = list(SchoolClass.objects.filter(school_id=lan.unit_id, year=2025).values_list("pk", flat=True))
    for some in (classes[:1], classes[:3]):
        with django_assert_num_queries(3):
            signatures(class_7a.school_id, some)


def test_cards_to_sign_stand_on_the_pages_of_those_who_may(lan, mai, maths, class_7a):
    def to_sign(panels):
        return [panel for panel in panels if panel.template == "transcripts/panels/book.html"]

    assert len(to_sign(book_panels(lan, maths))) == 1
    assert to_sign(book_panels(mai, maths)) == []
    assert to_sign(class_panels(lan, class_7a)) == []
    with acting_as("co-mai"):
        assert len(to_sign(class_panels(mai, class_7a))) == 1
