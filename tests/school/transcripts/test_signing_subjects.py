"""A subject teacher signs for the whole class at once, what is complete, and only what is hers."""

import re

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.platform.signing.ports import KeyUnusable, WrongPin
from khuevan.registry.audit.api import Entry
from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import MarkRow, recompute
from khuevan.school.transcripts.actions.changes import marks_changed
from khuevan.school.transcripts.api import SectionSignature, Version, sign_subject
from khuevan.school.transcripts.ports import Incomplete, NothingToDo
from tests.personas import acting_as, actor, client_as
from tests.school.transcripts.school import PIN, change_mark, pupils_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def maths(class_7a):
    return ClassSubject.objects.get(school_class=class_7a, subject_id="TOAN")


@pytest.fixture
def gap(maths, class_7a):
    """The third pupil has no final mark in term II."""
    student = pupils_of(class_7a)[2]
    MarkRow.objects.filter(class_subject=maths, student_id=student, term=2).update(final=None, average=None)
    recompute(class_7a.school_id, class_7a.year, [class_7a.pk])
    return student


def valid():
    return SectionSignature.objects.filter(stale_at=None)


def test_every_pupil_is_signed_for_at_once(lan, maths, class_7a):
    assert sign_subject(lan, maths.pk, PIN).count == len(pupils_of(class_7a))
    said = {(row.role, row.section, row.signer_name, row.signer_id) for row in valid()}
    assert said == {("subject", "mon-TOAN", lan.name, lan.person_id)}
    assert sorted(row.student_id for row in valid()) == sorted(pupils_of(class_7a))
    assert set(Version.objects.values_list("case__state", flat=True)) == {"draft"}


def test_it_is_in_the_ledger(lan, maths, class_7a):
    sign_subject(lan, maths.pk, PIN)
    entry = Entry.objects.get(book="transcripts")
    assert (entry.verb, entry.subject, entry.new) == ("sign_subject", "TOAN 7A 2025", len(pupils_of(class_7a)))


def test_signing_twice_does_nothing(lan, maths):
    sign_subject(lan, maths.pk, PIN)
    with pytest.raises(NothingToDo):
        sign_subject(lan, maths.pk, PIN)


def test_what_is_missing_is_named(lan, maths, gap):
    with pytest.raises(Incomplete) as refusal:
        sign_subject(lan, maths.pk, PIN)
    (lack,) = refusal.value.lacks
    assert lack.what == ("điểm trung bình học kì II",)
    assert lack.pupil in refusal.value.hint
    assert not valid().exists()


def test_the_others_may_be_signed_first(lan, maths, gap, class_7a):
    done = sign_subject(lan, maths.pk, PIN, only_complete=True)
    assert done.count == len(pupils_of(class_7a)) - 1
    assert len(done.left_out) == 1
    assert not valid().filter(student_id=gap).exists()


def test_where_nobody_is_complete_it_says_who_lacks_what(lan, maths, class_7a):
    MarkRow.objects.filter(class_subject=maths, term=2).update(final=None, average=None)
    recompute(class_7a.school_id, class_7a.year, [class_7a.pk])
    with pytest.raises(Incomplete) as refusal:
        sign_subject(lan, maths.pk, PIN, only_complete=True)
    assert {lack.student for lack in refusal.value.lacks} == set(pupils_of(class_7a))


def test_a_wrong_pin_signs_nothing(lan, maths):
    with pytest.raises(WrongPin):
        sign_subject(lan, maths.pk, "000000")
    assert not valid().exists()


def test_without_a_key_one_is_told_so(lan, maths):
    from khuevan.platform.signing.api import SigningKey

    SigningKey.objects.filter(person_id=lan.person_id).delete()
    with pytest.raises(KeyUnusable, match="khoá ký"):
        sign_subject(lan, maths.pk, PIN)


@pytest.mark.parametrize("name", ["co-mai", "thay-minh"])
def test_nobody_signs_for_a_colleague(maths, name):
    with acting_as(name), pytest.raises(NotFound):
        sign_subject(actor(name), maths.pk, PIN)


def test_a_teacher_of_another_school_finds_nothing(maths):
    with acting_as("thay-khac"), pytest.raises(NotFound):
        sign_subject(actor("thay-khac"), maths.pk, PIN)


def test_subjects_of_two_classes_are_not_signed_together(lan, maths):
    from khuevan.school.transcripts.api import sign_subjects

    other = ClassSubject.objects.filter(teacher_id=lan.person_id).exclude(school_class=maths.school_class).first()
    assert other
    with pytest.raises(NotFound):
        sign_subjects(lan, [maths.pk, other.pk], PIN)


def test_a_changed_mark_takes_the_signature_away(lan, maths, class_7a):
    sign_subject(lan, maths.pk, PIN)
    student = change_mark(maths)
    marks_changed(class_7a.pk, [student])
    (lapsed,) = SectionSignature.objects.exclude(stale_at=None)
    assert (lapsed.student_id, lapsed.section) == (student, "mon-TOAN")
    assert lapsed.stale_reason == "Nội dung đã thay đổi sau khi ký: Toán"
    assert sign_subject(lan, maths.pk, PIN).count == 1


def test_a_mark_that_comes_back_needs_a_new_signature(lan, maths, class_7a):
    sign_subject(lan, maths.pk, PIN)
    for mark in (10, 80):
        marks_changed(class_7a.pk, [change_mark(maths, mark)])
    assert valid().count() == len(pupils_of(class_7a)) - 1


def test_an_unchanged_save_leaves_signatures_alone(lan, maths, class_7a):
    sign_subject(lan, maths.pk, PIN)
    marks_changed(class_7a.pk, pupils_of(class_7a))
    assert valid().count() == len(pupils_of(class_7a))


def test_more_pupils_cost_no_more_queries(lan, maths, class_7a, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        sign_subject(lan, maths.pk, PIN)


def test_nobody_is_asked_for_a_pin_while_everybody_lacks_marks(maths, class_7a):
    address, n = f"/transcripts/classes/{class_7a.uid}/", len(pupils_of(class_7a))
    assert f"Ký {n} học sinh" in client_as("co-lan").get(address).content.decode()
    with acting_as("co-lan"):
        MarkRow.objects.filter(class_subject=maths, term=2).update(final=None, average=None)
        recompute(class_7a.school_id, class_7a.year, [class_7a.pk])
    page = client_as("co-lan").get(address).content.decode()
    assert f"{n} em còn thiếu trong sổ điểm" in page
    assert f"/gradebook/books/{maths.uid}/" in page
    assert f"Ký {n} học sinh" not in page


def test_a_gap_leaves_the_others_to_sign(maths, class_7a, gap):
    others = len(pupils_of(class_7a)) - 1
    page = client_as("co-lan").get(f"/transcripts/classes/{class_7a.uid}/").content.decode()
    assert f"Ký {others} học sinh" in page
    assert re.search(r'name="only_complete" value="1" checked', page)
