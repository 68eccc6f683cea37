"""Freeze the numbers of a school, or of the whole province, and sign them."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from khuevan.kernel.clock import now, today
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.kernel.ids import uuid7
from khuevan.platform.signing.api import sign_stage, signer_for, trust_anchors, verify
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.units.api import Unit, unit_by_id

from ..adapters.document import digest_of, document, vouched
from ..events import ReportFrozen
from ..models import Report, Round
from ..policies import SCHEME, demand
from ..queries.census import GAPS, census
from ..queries.standing import handed_in, parted_figures
from ..rules.counting import OWNERS, REGIONS, added
from ..rules.periods import PERIODS
from .rounds import BOOK

Declared = Mapping[str, str]


def freeze(actor: Actor, one: Round, declared: Declared, pin: str, *, with_gaps: bool = False) -> Report:
    """The numbers of the leader's school up to the day of the round, signed with the own key; they never change again.

    Raises ``NotAllowed``, ``Conflict`` where they are frozen already, ``Invalid`` before the day, without classes, with
    gaps that nobody said yes to (``code="gaps"``), without owner and region; and what `signer_for` raises.
    """
    demand(actor, "freeze")
    school = unit_by_id(actor.unit_id or 0)
    _refuse_twice(school.pk, one)
    declared = checked(declared)
    found = census(school.pk, one.year, one.as_of, PERIODS[one.period])
    _refuse_early(one)
    if not found.figures or not found.pupils:
        raise Invalid(
            _("Chưa có lớp hoặc học sinh nào của năm học %(year)s vào ngày %(day)s.")
            % {"year": year_label(one.year), "day": f"{one.as_of:%d/%m/%Y}"},
            hint=_("Mở năm học, xếp học sinh vào lớp rồi chốt."),
            code="empty",
        )
    if found.gaps and not with_gaps:
        raise Invalid(
            _("Còn thiếu: %(gaps)s.") % {"gaps": gaps_in_words(found.gaps)},
            hint=_("Bổ sung hồ sơ, hoặc đánh dấu “Chốt dù còn thiếu”; phần thiếu được ghi vào báo cáo."),
            code="gaps",
        )
    uid = uuid7()
    facts = {**_facts(one, school), **declared, "thieu": _kept_words(found.gaps)}
    xml, who = signed(actor, pin, document(school.code, uid, facts, sorted(found.figures.items())))
    fields = {"figures": found.figures, "declared": declared, "gaps": found.gaps, "frozen_by": who}
    return _kept(actor, one, school, uid, xml, **fields)


def freeze_whole(actor: Actor, one: Round, *, with_gaps: bool = False) -> Report:
    """The sum of what schools have handed in, with their corrections, vouched for by the province's key.

    Raises ``NotAllowed``, ``Conflict`` where it is frozen already, ``Invalid`` where no school has handed in, or where
    not all have and nobody said yes to that (``code="gaps"``).
    """
    demand(actor, "open")
    office = unit_by_id(actor.unit_id or 0)
    _refuse_twice(office.pk, one)
    figures, handed, owed = whole_of(one)
    if not handed:
        raise Invalid(_("Chưa trường nào nộp báo cáo."), hint=_("Chờ các trường chốt rồi chốt số toàn tỉnh."))
    gaps = {"schools": owed - handed} if owed > handed else {}
    if gaps and not with_gaps:
        raise Invalid(
            _("Còn %(n)d trường chưa nộp.") % {"n": gaps["schools"]},
            hint=_("Nhắc các trường, hoặc đánh dấu “Chốt dù còn thiếu”; số trường thiếu được ghi vào báo cáo."),
            code="gaps",
        )
    uid, at = uuid7(), now()
    facts = {**_facts(one, office), "sotruong": str(handed), "thieu": _kept_words(gaps)}
    xml = document(office.code, uid, facts, sorted(figures.items()))
    word = vouched(xml, uid, actor.name, at)
    fields = {"figures": figures, "declared": {}, "gaps": gaps, "frozen_by": actor.name[:160]}
    return _kept(actor, one, office, uid, xml, whole=True, statement=word, **fields)


def whole_of(one: Round) -> tuple[dict[str, int], int, int]:
    """What schools say now, added up; how many have handed in, how many should."""
    rows = handed_in(one)
    return added(parted_figures(one)), sum(bool(row.report) for row in rows), len(rows)


def checked(declared: Declared) -> dict[str, str]:
    """Owner and region. Raises ``Invalid``."""
    if declared.get("owner") not in OWNERS or declared.get("region") not in REGIONS:
        raise Invalid(_("Chưa chọn loại hình và vùng của trường."), hint=_("Chọn cả hai rồi làm lại."))
    return {name: declared[name] for name in ("owner", "region")}


def gaps_in_words(gaps: Mapping[str, int]) -> str:
    """``3 học sinh chưa có năm sinh; …``."""
    words = {**GAPS, "schools": "trường chưa nộp báo cáo"}
    return "; ".join(f"{n} {_(words[name])}" for name, n in gaps.items())


def _kept_words(gaps: Mapping[str, int]) -> str:
    """What is signed speaks Vietnamese, whoever signs."""
    with override(settings.LANGUAGE_CODE):
        return gaps_in_words(gaps)


def signed(actor: Actor, pin: str, unsigned: bytes) -> tuple[bytes, str]:
    """A document with the leader's signature, and the name in the certificate. Raises what `signer_for` raises."""
    signer = signer_for(actor.unit_id or 0, actor.person_id or 0, pin)
    xml = sign_stage(unsigned, SCHEME, signer, role="principal", at=now())
    verdict = verify(xml, trust_anchors(), SCHEME)
    if not verdict.valid:
        why = next((problem.message for problem in verdict.all_problems), ", ".join(verdict.missing))
        raise Conflict(_("Không ký được: %(why)s") % {"why": why}, hint=_("Kiểm tra khoá ký của thầy cô."))
    return xml, signer.certificate.name


def _facts(one: Round, unit: Unit) -> dict[str, str]:
    return {
        "donvi": unit.name, "namhoc": year_label(one.year), "ky": one.period, "denngay": one.as_of.isoformat(),
        "cancu": one.basis,
    }  # fmt: skip


def _refuse_twice(school_id: int, one: Round) -> None:
    there = Report.objects.filter(school_id=school_id, round=one).first()
    if there:
        raise Conflict(
            _("Báo cáo này đã được %(who)s chốt lúc %(at)s.")
            % {"who": there.frozen_by, "at": f"{there.frozen_at:%H:%M %d/%m/%Y}"},
            hint=_("Số đã chốt không đổi; cần sửa thì lập điều chỉnh kèm lý do."),
            code="frozen",
        )


def _refuse_early(one: Round) -> None:
    if today() < one.as_of:
        raise Invalid(
            _("Chưa đến ngày chốt số %(day)s.") % {"day": f"{one.as_of:%d/%m/%Y}"},
            hint=_("Từ ngày đó mới chốt được; bây giờ chỉ xem trước."),
            code="early",
        )


def _kept(actor: Actor, one: Round, unit: Unit, uid: UUID, xml: bytes, **fields: object) -> Report:
    row = Report(
        uid=uid, school_id=unit.pk, round=one, xml=xml.decode(), digest=digest_of(xml), frozen_at=now(), **fields
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody was faster
        _refuse_twice(unit.pk, one)
        raise
    subject = f"Báo cáo {PERIODS[one.period].title.lower()} {year_label(one.year)}"
    record(actor, unit.pk, BOOK, "freeze", [Change(subject, None, row.digest)])
    announce(unit.pk, ReportFrozen(unit.pk, uid))
    return row
