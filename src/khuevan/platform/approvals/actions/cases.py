"""Open cases and move them, many at once: a whole class or school is one statement a table."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.registry.accounts.api import Actor

from ..models import Case, Step
from ..rules import Process
from ..rules.process import SYSTEM

PROGRAM = Actor(name="Khuê Văn")
"""Stands for the program in the history, where nobody decided but something followed."""

OPEN = "open"
REASON_LIMIT = 500


def open_case(actor: Actor, process: Process, school_id: int, student_id: int | None = None) -> Case:
    """Begin one case in the first state of its process."""
    return open_cases(actor, process, school_id, [student_id])[0]


def open_cases(actor: Actor, process: Process, school_id: int, student_ids: Iterable[int | None]) -> list[Case]:
    """Begin a case for each of ``student_ids`` (None: about no pupil), in their order."""
    moment = now()
    fresh = [
        Case(school_id=school_id, student_id=student, process=process.code, state=process.start, since=moment)
        for student in student_ids
    ]
    cases = Case.objects.bulk_create(fresh)
    Step.objects.bulk_create(_step(actor, case, OPEN, "") for case in cases)
    return cases


def advance(
    actor: Actor, process: Process, cases: Sequence[int], verb: str, *, reason: str = "", system: bool = False
) -> list[Case]:
    """Move every case (ids) by ``verb`` and return them; all or none.

    ``system`` says that the program takes the step. Raises ``Invalid`` without a reason where one is needed,
    ``NotAllowed`` for a role that may not, ``Conflict`` where a case is in a state that the verb does not leave:
    somebody else was faster, or the order is wrong.
    """
    reason = reason.strip()
    _refuse_reason(process, verb, reason)
    kind = SYSTEM if system else actor.kind
    locked = list(Case.objects.select_for_update().filter(pk__in=cases, process=process.code).order_by("pk"))
    if len(locked) != len(set(cases)):
        raise Conflict(_("Có hồ sơ không còn nữa."), hint=_("Tải lại trang rồi làm lại."))
    _refuse_states(process, verb, kind, locked)
    moment, before = now(), [case.state for case in locked]
    for case in locked:
        way = process.step(verb, case.state)
        assert way is not None
        case.state, case.since = way.target, moment
    for state in {case.state for case in locked}:
        moved = [case.pk for case in locked if case.state == state]
        Case.objects.filter(pk__in=moved).update(state=state, since=moment)
    Step.objects.bulk_create(_step(actor, case, verb, old, reason) for case, old in zip(locked, before, strict=True))
    return locked


def _step(actor: Actor, case: Case, verb: str, source: str, reason: str = "") -> Step:
    """The record of how ``case`` came into the state that it has now."""
    role = ", ".join(part for part in (actor.title, actor.unit_name) if part)[:120]
    about = {"school_id": case.school_id, "student_id": case.student_id, "case_id": case.pk}
    who = {"user_id": actor.user_id, "by": actor.name, "role": role, "at": case.since}
    return Step(verb=verb, from_state=source, to_state=case.state, reason=reason, **about, **who)


def _refuse_reason(process: Process, verb: str, reason: str) -> None:
    needed = any(way.needs_reason for way in process.ways(verb))
    if needed and not reason:
        raise Invalid(
            _("Chưa ghi lý do."), hint=_("Viết rõ lý do để người nhận biết phải sửa gì."), code="reason_needed"
        )
    if len(reason) > REASON_LIMIT:
        raise Invalid(_("Lý do dài quá %(n)d chữ.") % {"n": REASON_LIMIT}, hint=_("Viết ngắn lại."))


def _refuse_states(process: Process, verb: str, kind: str, cases: list[Case]) -> None:
    ways = process.ways(verb)
    if not ways:
        raise ValueError(f"process {process.code!r} has no verb {verb!r}")
    name = ways[0].name
    wrong = Counter(case.state for case in cases if process.step(verb, case.state) is None)
    if wrong:
        found = ", ".join(f"{n} × “{process.state_name(state)}”" for state, n in wrong.items())
        needed = ", ".join(f"“{process.state_name(state)}”" for way in ways for state in way.source)
        raise Conflict(
            _("Chưa thể “%(verb)s”: có %(found)s.") % {"verb": name, "found": found},
            hint=_("Việc này chỉ làm được khi hồ sơ ở bước %(needed)s.") % {"needed": needed},
            code="wrong_state",
        )
    for state in {case.state for case in cases}:
        way = process.step(verb, state)
        if way is not None and kind not in way.by:
            raise NotAllowed(
                _("Vai trò hiện tại không được “%(verb)s”.") % {"verb": name},
                hint=_("Chuyển sang vai trò có thẩm quyền rồi làm lại."),
            )
