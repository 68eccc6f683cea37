"""A principal gives and takes back the right to sign on their behalf."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Delegation
from ..policies import HEADS, may, visible
from ..queries.delegations import deputies_of
from .subjects import BOOK

LONGEST = timedelta(days=366)


def delegate(
    actor: Actor, person_id: int, starts_on: date, ends_on: date, decision_no: str, form: str = "KT"
) -> Delegation:  # fmt: skip
    """Let another leader of the school sign transcripts on the principal's behalf, from a day to a day.

    Raises ``NotAllowed`` where the actor is not the principal, ``NotFound`` for somebody who is no leader there,
    ``Invalid`` for impossible days or without a decision, ``Conflict`` where it overlaps with one that is held.
    """
    school = actor.unit_id or 0
    _refuse_others(actor, Delegation(school_id=school), "give")
    found = next((one for one in deputies_of(school, actor.person_id) if one[0] == person_id), None)
    if found is None:
        raise NotFound(_("Không có lãnh đạo nào như vậy trong trường."))
    decision_no = decision_no.strip()
    if not decision_no or len(decision_no) > 60:
        raise Invalid(_("Chưa ghi số văn bản uỷ quyền."), hint=_("Ví dụ: 12/QĐ-THCSNĐC."), code="decision")
    if form not in Delegation.Form.values:
        raise Invalid(_("Chưa chọn hình thức ký."), hint=_("Chọn KT. hoặc TL."))
    if not today() <= starts_on <= ends_on or ends_on - starts_on > LONGEST:
        raise Invalid(
            _("Thời hạn uỷ quyền không hợp lệ."),
            hint=_("Từ hôm nay trở đi, nhiều nhất một năm."),
            code="delegation_days",
        )
    held = Delegation.objects.filter(
        school_id=school,
        person_id=person_id,
        form=form,
        withdrawn_at=None,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    )
    if held.exists():
        raise Conflict(_("Người này đã được uỷ quyền trong những ngày đó."), hint=_("Thu hồi uỷ quyền cũ trước."))
    given = Delegation.objects.create(
        school_id=school, person_id=person_id, form=form, starts_on=starts_on, ends_on=ends_on,
        decision_no=decision_no, given_by_id=actor.person_id, given_at=now(),
    )  # fmt: skip
    said = f"{form} {starts_on:%d/%m/%Y}–{ends_on:%d/%m/%Y}, {decision_no}"
    record(actor, school, BOOK, "delegate", [Change(found[1], new=said)])
    return given


def withdraw_delegation(actor: Actor, delegation_id: int, reason: str) -> None:
    """Take a delegation back from now on. Raises ``NotFound``, ``NotAllowed``, ``Invalid`` without a reason."""
    found = Delegation.objects.filter(visible(actor, "withdraw", Delegation), pk=delegation_id, withdrawn_at=None)
    one = found.select_related("person").first()
    if one is None:
        raise NotFound(_("Không có uỷ quyền này."))
    _refuse_others(actor, one, "withdraw")
    if not reason.strip():
        raise Invalid(_("Chưa ghi lý do."), hint=_("Viết rõ lý do thu hồi uỷ quyền."))
    one.withdrawn_at, one.withdrawn_reason = now(), reason.strip()[:200]
    one.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    change = Change(one.person.full_name, old=f"{one.form} {one.decision_no}")
    record(actor, one.school_id, BOOK, "withdraw_delegation", [change], reason=one.withdrawn_reason)


def _refuse_others(actor: Actor, one: Delegation, verb: str) -> None:
    if not may(actor, verb, one) or not actor.title.startswith(HEADS):
        raise NotAllowed(_("Chỉ hiệu trưởng uỷ quyền ký thay mình."), hint=_("Đề nghị hiệu trưởng làm việc này."))
