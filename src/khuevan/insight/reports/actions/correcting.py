"""What a frozen report says otherwise since, and why."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.kernel.ids import uuid7
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.units.api import unit_by_id

from ..adapters.document import digest_of, document, vouched
from ..events import ReportCorrected
from ..models import Correction, Report
from ..policies import demand
from ..queries.census import census
from ..queries.reports import Now, standing_of
from ..rules.counting import delta
from ..rules.periods import PERIODS
from .freezing import checked, signed, whole_of
from .rounds import BOOK

LONGEST = 500
Changes = list[tuple[str, int, int]]


def differences(report: Report, told: Now | None = None) -> Changes:
    """What the records say today of the report's day, against the report with its corrections: key, before, after."""
    before = (told or standing_of(report)).figures
    one = report.round
    if report.whole:
        return delta(before, whole_of(one)[0])
    return delta(before, census(report.school_id, one.year, one.as_of, PERIODS[one.period]).figures)


def correct(
    actor: Actor, report: Report, reason: str, pin: str = "", declared: Mapping[str, str] | None = None
) -> Correction:
    """A correction: every figure that differs today, before → after, signed like the report, which stays as it is.

    Numbers come from the records: what is wrong is mended there first. Raises ``NotAllowed``, ``Invalid`` without a
    reason (``code="reason"``) or where nothing differs (``code="same"``), and what `signer_for` raises.
    """
    demand(actor, "open" if report.whole else "freeze")
    if report.school_id != actor.unit_id:
        raise NotAllowed(_("Báo cáo này của đơn vị khác."), hint=_("Mỗi đơn vị tự điều chỉnh báo cáo của mình."))
    reason = reason.strip()
    if not reason:
        raise Invalid(
            _("Chưa ghi lý do điều chỉnh."), hint=_("Viết rõ số nào sai, vì sao, căn cứ vào đâu."), code="reason"
        )
    if len(reason) > LONGEST:
        raise Invalid(_("Lý do quá dài."), hint=_("Viết không quá %(n)d ký tự.") % {"n": LONGEST}, code="reason")
    told = standing_of(report)
    said = {} if report.whole else checked(declared or told.declared)
    changes = differences(report, told)
    if not changes and said == told.declared:
        raise Invalid(
            _("Không có số nào khác bản đã chốt."),
            hint=_("Sửa hồ sơ, lớp, kết quả trước: số điều chỉnh luôn lấy từ hồ sơ."),
            code="same",
        )
    return _kept(actor, report, told.corrections + 1, changes, said, reason, pin)


def _kept(
    actor: Actor, report: Report, number: int, changes: Changes, said: dict[str, str], reason: str, pin: str
) -> Correction:  # fmt: skip
    uid, at, unit = uuid7(), now(), unit_by_id(report.school_id)
    facts = {"baocao": str(report.uid), "vanbangoc": report.digest, "so": str(number), "lydo": reason, **said}
    xml, who, word = document(unit.code, uid, facts, changes), actor.name, ""
    if report.whole:
        word = vouched(xml, uid, actor.name, at)
    else:
        xml, who = signed(actor, pin, xml)
    row = Correction(
        uid=uid, school_id=report.school_id, report=report, number=number, changes=changes, declared=said,
        reason=reason, xml=xml.decode(), digest=digest_of(xml), statement=word, made_by=who[:160], made_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        hint = _("Mở lại báo cáo, xem điều chỉnh ấy rồi làm lại nếu còn cần.")
        raise Conflict(_("Vừa có người ghi một điều chỉnh khác."), hint=hint) from None
    before, after = ({key: each[n] for key, *each in changes} for n in (0, 1))
    change = Change(f"{report.round} · điều chỉnh lần {number}", before, {**after, **said})
    record(actor, report.school_id, BOOK, "correct", [change], reason=reason)
    announce(report.school_id, ReportCorrected(report.school_id, report.uid, number))
    return row
