"""Processes declare their states; nothing in them needs a database."""

import pytest

from khuevan.platform.approvals.rules import Process, Transition

TEACHER, LEADER = frozenset({"teacher"}), frozenset({"leader"})
ASK = Transition("ask", "Xin", ("draft",), "asked", TEACHER)
GRANT = Transition("grant", "Duyệt", ("asked",), "granted", LEADER)
DENY = Transition("deny", "Trả lại", ("asked",), "draft", LEADER, needs_reason=True, back=True)
STATES = {"draft": "Đang viết", "asked": "Đã xin", "granted": "Đã duyệt"}
LEAVE = Process("leave", "Nghỉ phép", STATES, "draft", (ASK, GRANT, DENY))


def test_a_verb_is_possible_only_where_it_leads_from():
    assert LEAVE.step("grant", "asked") is GRANT
    assert LEAVE.step("grant", "draft") is None
    assert LEAVE.step("unknown", "asked") is None


def test_what_a_role_may_do_in_a_state():
    assert LEAVE.verbs("asked", "leader") == ("grant", "deny")
    assert LEAVE.verbs("asked", "teacher") == ()


def test_a_verb_may_lead_to_different_states():
    undo = (
        Transition("undo", "Rút", ("asked",), "draft", TEACHER),
        Transition("undo", "Huỷ", ("granted",), "asked", LEADER),
    )
    process = Process("leave", "Nghỉ phép", STATES, "draft", undo)
    assert [process.step("undo", state).target for state in ("asked", "granted")] == ["draft", "asked"]


@pytest.mark.parametrize(("source", "target"), [("lost", "draft"), ("draft", "lost")])
def test_a_transition_to_or_from_nowhere_is_a_mistake(source, target):
    transition = Transition("go", "Đi", (source,), target, LEADER)
    with pytest.raises(ValueError, match="lost"):
        Process("leave", "Nghỉ phép", STATES, "draft", (transition,))
