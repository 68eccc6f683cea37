"""The leader decides about a request: a decision number makes the new version, a reason refuses."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, NotAllowed
from khuevan.platform.approvals.api import advance
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.transcripts.api import Version, correct

from ..events import CorrectionDecided
from ..models import Wish
from ..policies import CORRECTION, may
from .asking import BOOK
from .attaching import Scan, keep_scans, refuse_scans

MOST_REASON = 500


def grant(actor: Actor, wish: Wish, decision_no: str, note: str = "", scans: Sequence[Scan] = ()) -> Version:
    """Decide for the correction: a new version begins beside the old one, which is superseded from now on.

    ``scans``: of the decision. Raises ``NotAllowed``, ``Invalid`` without a decision number or for files that cannot be
    kept, ``Conflict`` where somebody was faster, the version
    has been replaced meanwhile, or the Sở has not yet decided about it.
    """
    _demand(actor, wish)
    version = Version.objects.select_related("case").get(pk=wish.version_id)
    if version.superseded_at:
        raise Conflict(
            _("Học bạ này đã có phiên bản mới."),
            hint=_("Xem phiên bản mới đã đúng chưa, rồi trả lời người đề nghị."),
            code="superseded",
        )
    if version.case.state == "submitted":
        raise Conflict(
            _("Sở chưa quyết định về bản đã gửi."),
            hint=_("Chờ Sở tiếp nhận hoặc trả lại, rồi quyết định đính chính."),
            code="at_the_so",
        )
    refuse_scans(scans)
    advance(actor, CORRECTION, [wish.case_id], "grant", reason=note)
    reason = f"{wish.part_name}: {wish.what}"[:MOST_REASON]
    fresh = correct(actor, wish.version_id, reason, decision_no)
    Wish.objects.filter(pk=wish.pk).update(decision_no=fresh.decision_no, fresh=fresh, ended_at=now())
    keep_scans(actor, wish, "decision", scans)
    _tell(actor, wish, "correction-grant", fresh.decision_no, note)
    return fresh


def refuse(actor: Actor, wish: Wish, reason: str) -> None:
    """Decide against it, with a reason. Raises ``NotAllowed``, ``Invalid`` without a reason, ``Conflict``."""
    _demand(actor, wish)
    advance(actor, CORRECTION, [wish.case_id], "refuse", reason=reason)
    Wish.objects.filter(pk=wish.pk).update(ended_at=now())
    _tell(actor, wish, "correction-refuse", "không đính chính", reason)


def _demand(actor: Actor, wish: Wish) -> None:
    if not may(actor, "decide", wish):
        raise NotAllowed(
            _("Chỉ lãnh đạo nhà trường được quyết định đính chính."), hint=_("Hãy đổi sang vai trò lãnh đạo nếu có.")
        )


def _tell(actor: Actor, wish: Wish, verb: str, new: str, reason: str) -> None:
    change = Change(wish.version.transcript.code, old="đề nghị", new=new, student_id=wish.student_id)
    record(actor, wish.school_id, BOOK, verb, [change], reason=reason.strip())
    announce(wish.school_id, CorrectionDecided(wish.school_id, wish.student_id, wish.pk, verb == "correction-grant"))
