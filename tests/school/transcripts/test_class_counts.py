"""What progress counts of signatures, and in how many queries."""

import pytest

from khuevan.platform.signing.api import key_of, revoke_key
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.transcripts.actions.changes import marks_changed
from khuevan.school.transcripts.api import class_lines, sign_subject
from khuevan.school.transcripts.queries.progress import class_line
from tests.school.transcripts.school import PIN, YEAR, change_mark, pupils_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maths(class_7a):
    return ClassSubject.objects.get(school_class=class_7a, subject_id="TOAN")


def counted(book):
    """Signed, due, lapsed of a book."""
    (line,) = class_lines(SchoolClass.objects.filter(pk=book.school_class_id))
    (found,) = (one for one in line.subjects if one.id == book.pk)
    return found.signed, found.due, found.lapsed


def test_before_anybody_signs_everybody_is_due(maths, class_7a):
    assert counted(maths) == (0, len(pupils_of(class_7a)), 0)


def test_a_lapsed_signature_is_due_again_until_it_is_given_again(lan, maths, class_7a):
    everybody = len(pupils_of(class_7a))
    sign_subject(lan, maths.pk, PIN)
    assert counted(maths) == (everybody, 0, 0)
    marks_changed(class_7a.pk, [change_mark(maths)])
    assert counted(maths) == (everybody - 1, 1, 1)
    sign_subject(lan, maths.pk, PIN)
    assert counted(maths) == (everybody, 0, 0)


@pytest.mark.parametrize("names", [["7A"], ["6A", "7A", "8A"]])
def test_progress_costs_three_queries_however_many_classes(lan, class_7a, names, django_assert_num_queries):
    classes = SchoolClass.objects.filter(school_id=lan.unit_id, year=YEAR, name__in=names)
    with django_assert_num_queries(3):
        found = class_lines(classes)
    assert [line.name for line in found] == names
    assert all(line.subjects and line.pupils for line in found)


def test_only_an_own_live_key_counts_as_one(lan, minh, maths, class_7a):
    def has_key(person):
        return class_line(class_7a, maths, signer=person).has_key

    assert has_key(lan.person_id)
    assert not has_key(None)
    key = key_of(lan.unit_id, lan.person_id)
    revoke_key(minh, key.pk, reason="Lộ mã PIN")
    assert not has_key(lan.person_id)
    assert has_key(minh.person_id)


def test_a_class_at_hand_costs_one_query_and_counts_the_same(class_7a, django_assert_num_queries):
    books = list(ClassSubject.objects.filter(school_class=class_7a).select_related("subject", "teacher"))
    with django_assert_num_queries(1):
        found = class_line(class_7a, *books)
    (counted,) = class_lines(SchoolClass.objects.filter(pk=class_7a.pk))
    found.subjects.sort(key=lambda line: line.id)
    counted.subjects.sort(key=lambda line: line.id)
    assert found == counted
