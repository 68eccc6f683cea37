"""Set and lift bounds; take up an alarm."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from khuevan.insight.statistics.api import indicator_on, needs_subject, read_formula
from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Alarm, Rule
from ..policies import demand
from .watching import watch, words_of

BOOK = "alerts"


@dataclass(frozen=True)
class Bound:
    """A rule as it was typed; ``bound`` in the indicator's unit."""

    code: str
    by: str
    term: int
    sign: str
    bound: Decimal
    owner: str


def set_rule(actor: Actor, said: Bound) -> Rule:
    """A bound that is watched from now on. Raises ``Invalid``, ``Conflict`` where there is one, ``NotAllowed``."""
    demand(actor, "set")
    one = indicator_on(said.code, today())
    if one is None or said.by not in Rule.By.values or said.sign not in Rule.Sign.values or said.term not in (1, 2, 3):
        raise Invalid(_("Ngưỡng chưa đủ."), hint=_("Chọn chỉ tiêu, phạm vi, học kì, trên hay dưới."))
    if needs_subject(read_formula(one.formula)):
        raise Invalid(_("Chỉ tiêu này tính riêng từng môn."), hint=_("Đặt một chỉ tiêu có [mon=…] trong công thức."))
    if not said.owner.strip():
        raise Invalid(_("Chưa nhập người xử lí."), hint=_("Ghi người hoặc phòng phải xử lí khi vượt ngưỡng."))
    same = {"school_id": actor.unit_id, "code": said.code, "by": said.by, "term": said.term, "sign": said.sign}
    if Rule.objects.filter(**same, lifted_at=None).exists():
        raise Conflict(_("Đã có ngưỡng này."), hint=_("Bỏ ngưỡng cũ trước khi đặt ngưỡng mới."))
    made = {"bound": said.bound, "owner": said.owner.strip(), "made_by": actor.name[:80], "made_at": now()}
    rule = Rule.objects.create(**same, **made)
    with override("vi"):
        words = words_of(rule, one)
    record(actor, rule.school_id, BOOK, "set", [Change(words[:120], None, rule.owner)])
    watch()
    return rule


def lift_rule(actor: Actor, uid: UUID) -> Rule:
    """Watch it no more; its open alarms end. Raises ``NotFound``, ``NotAllowed``."""
    demand(actor, "set")
    rule = Rule.objects.select_for_update().filter(uid=uid, lifted_at=None).first()
    if rule is None:
        raise NotFound(_("Không có ngưỡng này, hoặc ngưỡng đã bỏ."))
    rule.lifted_at, rule.lifted_by = now(), actor.name[:80]
    rule.save(update_fields=["lifted_at", "lifted_by"])
    Alarm.objects.filter(rule=rule, ended_at=None).update(ended_at=now())
    record(actor, rule.school_id, BOOK, "lift", [Change(str(rule), rule.owner, None)])
    return rule


def take_up(actor: Actor, uid: UUID, note: str) -> Alarm:
    """Say that one has seen it and what will be done. Raises ``Invalid`` without a word, ``Conflict``, ``NotFound``."""
    demand(actor, "read")
    alarm = Alarm.objects.select_for_update().filter(uid=uid).first()
    if alarm is None:
        raise NotFound(_("Không tìm thấy cảnh báo này."))
    demand(actor, "take", alarm.school_id)
    if not note.strip():
        raise Invalid(_("Chưa ghi việc sẽ làm."), hint=_("Viết một câu: ai làm gì, đến khi nào."))
    if alarm.acknowledged_at:
        raise Conflict(_("%(who)s đã nhận việc này.") % {"who": alarm.acknowledged_by})
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.note = now(), actor.name[:80], note.strip()[:500]
    alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])
    record(actor, alarm.school_id, BOOK, "take", [Change(alarm.said[:120], None, alarm.note)])
    return alarm
