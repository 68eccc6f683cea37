"""Cases move by the rules of their process, all or none, and every step is kept."""

import pytest
from django.db import ProgrammingError, transaction

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.platform.approvals.api import (
    PROGRAM,
    SYSTEM,
    Case,
    Process,
    Step,
    Transition,
    advance,
    history,
    open_case,
    open_cases,
)
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db
TEACHER, LEADER, AUTHORITY = frozenset({"teacher"}), frozenset({"leader"}), frozenset({"authority"})
LEAVE = Process(
    "leave",
    "Nghỉ phép",
    {"draft": "Đang viết", "asked": "Đã xin", "granted": "Đã duyệt", "closed": "Đã đóng"},
    "draft",
    (
        Transition("ask", "Xin nghỉ", ("draft",), "asked", TEACHER),
        Transition("grant", "Duyệt", ("asked",), "granted", LEADER | AUTHORITY),
        Transition("deny", "Trả lại", ("asked",), "draft", LEADER, needs_reason=True, back=True),
        Transition("close", "Đóng", ("granted",), "closed", frozenset({SYSTEM})),
    ),
)


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


@pytest.fixture
def asked(lan):
    """A case that waits for its leader."""
    case = open_case(lan, LEAVE, lan.unit_id)
    return advance(lan, LEAVE, [case.pk], "ask")[0]


def states():
    return list(Case.objects.order_by("pk").values_list("state", flat=True))


def test_a_step_says_who_when_from_where_to_where_and_why(asked):
    minh = actor("thay-minh")
    advance(minh, LEAVE, [asked.pk], "deny", reason=" Trùng lịch thi ")
    step = Step.objects.order_by("pk").last()
    assert (step.from_state, step.to_state, step.by, step.reason) == (
        "asked",
        "draft",
        "Lê Quang Minh",
        "Trùng lịch thi",
    )
    assert step.role == f"Hiệu trưởng, {minh.unit_name}"
    assert step.at == Case.objects.get(pk=asked.pk).since


def test_many_cases_move_in_as_many_queries_as_one(lan, django_assert_num_queries):
    one, *many = open_cases(lan, LEAVE, lan.unit_id, [None] * 41)
    for cases in ([one.pk], [case.pk for case in many]):
        with django_assert_num_queries(3):
            advance(lan, LEAVE, cases, "ask")
    assert states() == ["asked"] * 41


def test_all_move_or_none(lan):
    first, second = open_cases(lan, LEAVE, lan.unit_id, [None, None])
    advance(lan, LEAVE, [first.pk], "ask")
    with pytest.raises(Conflict, match="1 × “Đã xin”") as refusal:
        advance(lan, LEAVE, [first.pk, second.pk], "ask")
    assert "“Đang viết”" in refusal.value.hint
    assert states() == ["asked", "draft"]


def test_a_role_that_may_not_is_refused(asked, lan):
    with pytest.raises(NotAllowed, match="Duyệt"):
        advance(lan, LEAVE, [asked.pk], "grant")
    assert states() == ["asked"]


def test_the_programs_steps_are_not_for_people(asked):
    minh = actor("thay-minh")
    advance(minh, LEAVE, [asked.pk], "grant")
    with pytest.raises(NotAllowed):
        advance(minh, LEAVE, [asked.pk], "close")
    advance(PROGRAM, LEAVE, [asked.pk], "close", system=True)
    assert states() == ["closed"]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_asked_for_and_has_an_end(asked, reason):
    with pytest.raises(Invalid):
        advance(actor("thay-minh"), LEAVE, [asked.pk], "deny", reason=reason)
    assert states() == ["asked"]


def test_a_case_out_of_sight_does_not_move(asked):
    with acting_as("thay-khac"), pytest.raises(Conflict):
        advance(actor("thay-khac"), LEAVE, [asked.pk], "ask")


def test_the_authority_takes_its_steps(asked):
    with acting_as("anh-binh"):
        advance(actor("anh-binh"), LEAVE, [asked.pk], "grant")
        assert states() == ["granted"]


def test_a_family_sees_the_cases_of_its_children_alone(lan):
    child = min(actor("chi-hoa").student_ids)
    with acting_as("co-lan"):
        open_cases(lan, LEAVE, lan.unit_id, [None, child, lan.person_id])
    with acting_as("chi-hoa"):
        assert [case.student_id for case in Case.objects.all()] == [child]
        assert [step.student_id for step in Step.objects.all()] == [child]


def test_history_tells_what_happened_in_order(asked):
    advance(actor("thay-minh"), LEAVE, [asked.pk], "deny", reason="Trùng lịch thi")
    advance(actor("co-lan"), LEAVE, [asked.pk], "ask")
    told = [(event.title, event.state, event.note) for event in history(LEAVE, asked.pk)]
    assert told == [
        ("Đang viết", "done", ""),
        ("Đã xin", "done", ""),
        ("Đang viết", "returned", "Trùng lịch thi"),
        ("Đã xin", "current", ""),
    ]


@pytest.mark.parametrize("change", [lambda: Step.objects.update(reason="khác"), lambda: Step.objects.all().delete()])
def test_no_step_is_rewritten(asked, change):
    with pytest.raises(ProgrammingError), transaction.atomic():
        change()
