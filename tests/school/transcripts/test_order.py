"""The order of signing holds, and changes underneath take back what stands on them."""

import pytest

from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.platform.approvals.api import Step
from khuevan.platform.signing.ports import WrongPin
from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import Conduct, TermLock, recompute
from khuevan.school.transcripts.actions.changes import marks_changed
from khuevan.school.transcripts.api import (
    SectionSignature,
    Version,
    accept,
    correct,
    order_issue,
    order_principal,
    return_,
    revoke,
    sign_homeroom,
    submit,
)
from khuevan.school.transcripts.ports import Incomplete, NothingToDo, NotYet
from tests.personas import acting_as, actor
from tests.school.transcripts.school import PIN, change_mark, lock_terms, pupils_of, run, states

pytestmark = pytest.mark.django_db


def test_homeroom_waits_for_every_subject_and_says_for_whom(ready, mai, n):
    with acting_as("co-mai"), pytest.raises(NotYet) as refusal:
        sign_homeroom(mai, ready.pk, PIN)
    assert f"Toán (Nguyễn Thị Ngọc Lan): {n} em" in refusal.value.hint


def test_homeroom_says_what_lacks(subjects_signed, mai, n):
    with acting_as("co-mai"):
        student = pupils_of(subjects_signed)[0]
        Conduct.objects.filter(student_id=student, term=2).update(level="", absences=None)
        recompute(subjects_signed.school_id, subjects_signed.year, [subjects_signed.pk])
        with pytest.raises(Incomplete) as refusal:
            sign_homeroom(mai, subjects_signed.pk, PIN)
        assert refusal.value.lacks[0].what == ("rèn luyện học kì II", "số buổi vắng học kì II")
        assert sign_homeroom(mai, subjects_signed.pk, PIN, only_complete=True).count == n - 1


@pytest.mark.parametrize("name", ["co-lan", "thay-khac"])
def test_only_the_homeroom_teacher_signs_the_general_part(subjects_signed, name):
    with acting_as(name), pytest.raises(NotFound):
        sign_homeroom(actor(name), subjects_signed.pk, PIN)


def test_the_leader_waits_for_the_lock_of_both_terms(homeroom_signed, minh):
    with acting_as("thay-minh"):
        TermLock.objects.filter(term=2).delete()
        with pytest.raises(NotYet, match="chưa khoá sổ học kì II"):
            order_principal(minh, [homeroom_signed.pk], PIN)


def test_the_leader_waits_for_the_homeroom_teacher(subjects_signed, minh):
    with acting_as("thay-minh"):
        lock_terms(subjects_signed)
        with pytest.raises(NothingToDo):
            order_principal(minh, [subjects_signed.pk], PIN)


def test_the_seal_waits_for_the_leader(homeroom_signed, minh):
    with acting_as("thay-minh"), pytest.raises(NothingToDo, match="hiệu trưởng"):
        order_issue(minh, [homeroom_signed.pk], PIN)


def test_nothing_is_sent_before_it_is_issued(homeroom_signed, minh):
    with acting_as("thay-minh"), pytest.raises(NothingToDo):
        submit(minh, [homeroom_signed.pk])


@pytest.mark.parametrize("order", [order_principal, order_issue])
@pytest.mark.parametrize("name", ["co-lan", "thay-khac", "anh-binh", "chi-hoa"])
def test_only_the_schools_leader_orders(homeroom_signed, order, name):
    with acting_as(name), pytest.raises(NotFound):
        order(actor(name), [homeroom_signed.pk], PIN)


def test_a_wrong_pin_is_refused_at_once(homeroom_signed, minh):
    with acting_as("thay-minh"), pytest.raises(WrongPin):
        order_principal(minh, [homeroom_signed.pk], "000000")


@pytest.fixture
def changed(homeroom_signed):
    """One mark changed after everybody signed; the gradebook has told."""
    with acting_as("co-lan"):
        maths = ClassSubject.objects.get(school_class=homeroom_signed, subject_id="TOAN")
        student = change_mark(maths)
        marks_changed(homeroom_signed.pk, [student])
    return student


def test_a_changed_mark_reopens_one_transcript_and_says_why(changed, homeroom_signed, n):
    assert states(homeroom_signed) == ["draft"] + ["homeroom_signed"] * (n - 1)
    with acting_as("thay-minh"):
        step = Step.objects.order_by("pk").last()
        assert (step.verb, step.student_id) == ("reopen", changed)
        assert step.reason == "Nội dung đã thay đổi sau khi ký: Toán, Phần chủ nhiệm"
        assert Version.objects.get(student_id=changed).xml == ""


def test_only_the_changed_subject_and_what_stands_on_it_lapse(changed):
    with acting_as("thay-minh"):
        lapsed = SectionSignature.objects.exclude(stale_at=None)
        assert {row.section for row in lapsed} == {"mon-TOAN", "chunhiem"}
        assert {row.student_id for row in lapsed} == {changed}


def test_a_change_that_nobody_told_is_found_when_the_leader_signs(homeroom_signed, n):
    with acting_as("co-lan"):
        change_mark(ClassSubject.objects.get(school_class=homeroom_signed, subject_id="TOAN"))
    batch = run(order_principal, homeroom_signed)
    assert (batch.done, batch.failed) == (n - 1, 1)
    assert states(homeroom_signed) == ["draft"] + ["principal_signed"] * (n - 1)


def test_what_is_issued_does_not_change_with_the_gradebook(issued, an):
    with acting_as("co-lan"):
        student = change_mark(ClassSubject.objects.get(school_class=issued, subject_id="TOAN"))
        marks_changed(issued.pk, [student])
    assert set(states(issued)) == {"issued"}


def test_the_sở_decides_once_and_with_a_reason(submitted, binh):
    with acting_as("anh-binh"):
        first, second, *_ = Version.objects.order_by("pk")
        with pytest.raises(Invalid, match="lý do"):
            return_(binh, first.pk, "  ")
        accept(binh, [first.pk])
        with pytest.raises(Conflict):
            return_(binh, first.pk, "Muộn rồi")
        with pytest.raises(Conflict):
            accept(binh, [first.pk, second.pk])
        assert Version.objects.get(pk=second.pk).case.state == "submitted"


@pytest.mark.parametrize("name", ["thay-minh", "co-lan", "chi-hoa"])
def test_nobody_but_the_sở_accepts(submitted, name):
    with acting_as("thay-minh"):
        waiting = Version.objects.values_list("pk", flat=True)[:1]
        ids = list(waiting)
    with acting_as(name), pytest.raises(NotFound):
        accept(actor(name), ids)


def test_what_waits_at_the_sở_is_not_corrected_behind_its_back(submitted, minh):
    with acting_as("thay-minh"), pytest.raises(Conflict):
        correct(minh, Version.objects.first().pk, "Sai", "1/QĐ")


@pytest.mark.parametrize(("reason", "decision"), [("", "1/QĐ"), ("Sai tên", ""), ("Sai tên", "x" * 61)])
def test_a_correction_needs_reason_and_decision(issued, minh, reason, decision):
    with acting_as("thay-minh"), pytest.raises(Invalid):
        correct(minh, Version.objects.first().pk, reason, decision)


@pytest.mark.parametrize("action", [correct, revoke])
@pytest.mark.parametrize("name", ["co-mai", "thay-khac", "anh-binh", "chi-hoa"])
def test_only_leaders_correct_and_revoke(issued, an, action, name):
    more = ["1/QĐ"] if action is correct else []
    with acting_as(name), pytest.raises(NotFound):
        action(actor(name), an.pk, "Sai", *more)
