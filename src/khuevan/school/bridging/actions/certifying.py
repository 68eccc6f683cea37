"""A leader signs that what was copied is what the paper says."""

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, NotAllowed
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import advance
from khuevan.platform.signing.api import sign_stage, signer_for, trust_anchors, verify
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..adapters.certificate import unsigned
from ..models import PaperYear
from ..policies import PAPER_YEAR, SCHEME, may
from .entering import BOOK


def certify(actor: Actor, one: PaperYear, pin: str) -> None:
    """Sign a year that was entered, with the leader's own key. From then on it never changes.

    Raises ``NotAllowed``, ``Conflict`` where somebody was faster or the signature would not hold, and what `signer_for`
    raises.
    """
    if not may(actor, "certify", one):
        raise NotAllowed(_("Chỉ lãnh đạo nhà trường được chứng nhận."), hint=_("Hãy đổi sang vai trò lãnh đạo nếu có."))
    if one.scan_id is None:
        raise Conflict(_("Chưa có bản quét."), hint=_("Thêm bản quét của trang học bạ giấy, rồi ký."), code="no_scan")
    signer, moment, pupil = signer_for(one.school_id, actor.person_id or 0, pin), same("moment", now), one.student
    advance(actor, PAPER_YEAR, [one.case_id], "certify")
    document = unsigned(one, one.school.code, pupil.code, pupil.full_name, pupil.birth.iso if pupil.birth else "")
    xml = sign_stage(document, SCHEME, signer, role="principal", at=moment)
    verdict = verify(xml, trust_anchors(), SCHEME)
    if not verdict.valid:
        why = next((problem.message for problem in verdict.all_problems), ", ".join(verdict.missing))
        raise Conflict(_("Không chứng nhận được: %(why)s") % {"why": why}, hint=_("Kiểm tra khoá ký của thầy cô."))
    PaperYear.objects.filter(pk=one.pk).update(
        xml=xml.decode(), certified_by=signer.certificate.name, certified_at=moment
    )
    subject = f"Học bạ giấy {one.book_no} · {one.year}"
    record(actor, one.school_id, BOOK, "certify", [Change(subject, new=verdict.digest, student_id=one.student_id)])
