"""Take an event back as long as nothing depends on it."""

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.people.api import Kept, pupils_elsewhere, take_back
from khuevan.school.enrolment.api import SchoolClass, move_back
from khuevan.school.gradebook.api import marked_in

from ..events import LifeEventUndone
from ..models import LifeEvent
from ..rules.moves import LEAVING
from .holding import demand, hold_pupils
from .recording import BOOK


def undo(actor: Actor, event: LifeEvent, reason: str) -> LifeEvent:
    """Put back everything as it was before the event, which stays in the history, struck out.

    Raises ``Conflict`` where something was built on it, ``Invalid`` without a reason.
    """
    demand(actor, "undo", event)
    if not reason.strip():
        raise Invalid(
            _("Chưa ghi lý do hoàn tác."), hint=_("Ghi vì sao biến động này không đúng."), code="reason_needed"
        )
    hold_pupils([event.student_id])
    fresh = LifeEvent.objects.select_for_update(of=("self",)).select_related("student").get(
        school_id=event.school_id, pk=event.pk
    )  # fmt: skip
    if obstacle := _obstacle(fresh):
        raise Conflict(_("Chưa hoàn tác được biến động này."), hint=obstacle, code="depends")
    kept = [Kept(**one) for one in reversed(fresh.kept)]
    move_back(kept)
    take_back([one for one in kept if one.table != "enrolment"])
    fresh.undone_at, fresh.undone_by, fresh.undone_reason = now(), actor.name[:80], reason.strip()[:300]
    fresh.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    old = {"kind": fresh.kind, "on": fresh.on.isoformat()}
    record(actor, fresh.school_id, BOOK, "undo", [Change(fresh.student.full_name, old, None, fresh.student_id)],
           reason=fresh.undone_reason)  # fmt: skip
    announce(fresh.school_id, LifeEventUndone(fresh.school_id, fresh.kind, fresh.student_id))
    return fresh


def undoable(event: LifeEvent) -> bool:
    """Whether an event is of those that can be undone at all: not between schools, not what was found already there."""
    return event.undone_at is None and event.transfer is None and bool(event.kept)


def _obstacle(event: LifeEvent) -> str:
    """What holds the event; "" if nothing does."""
    if event.undone_at:
        return _("Biến động này đã được hoàn tác.")
    if event.transfer:
        return _("Hai trường đã bàn giao hồ sơ: làm hồ sơ chuyển trường trở lại.")
    if not event.kept:
        return _("Biến động này được ghi theo danh sách lớp có sẵn: sửa ở danh sách lớp.")
    later = LifeEvent.objects.filter(
        school_id=event.school_id, student_id=event.student_id, undone_at=None, pk__gt=event.pk
    )
    if later.exists():
        return _("Có biến động ghi sau: hoàn tác biến động sau trước.")
    if event.kind in LEAVING and pupils_elsewhere([event.student_id]):
        return _("Em đã học ở trường khác.")
    if event.class_to_id:
        place = SchoolClass.objects.get(school_id=event.school_id, pk=event.class_to_id)
        if marked_in(place, [event.student_id]):
            return _("Em đã có điểm, nhận xét ở lớp %(name)s.") % {"name": place.name}
    return ""
