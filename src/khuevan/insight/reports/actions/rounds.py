"""The Sở asks for reports."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Report, Round
from ..policies import demand
from ..rules.periods import PERIODS

BOOK = "reports"


@dataclass(frozen=True)
class Asked:
    """A round as it was typed."""

    year: int
    period: str
    as_of: date
    due_on: date
    basis: str


def ask_for(actor: Actor, said: Asked) -> Round:
    """A new round, or other days of one. Raises ``NotAllowed``, ``Invalid``, ``Conflict`` where a report counts by the
    day that was said before.
    """
    demand(actor, "open")
    _check(said)
    one = Round.objects.filter(year=said.year, period=said.period).first()
    if one and one.as_of != said.as_of and Report.objects.filter(round=one).exists():
        raise Conflict(
            _("Đã có trường chốt số đến ngày %(day)s.") % {"day": f"{one.as_of:%d/%m/%Y}"},
            hint=_("Giữ ngày ấy; chỉ hạn nộp còn đổi được."),
        )
    before = one and f"{one.as_of}, hạn {one.due_on}"
    fields = {"as_of": said.as_of, "due_on": said.due_on, "basis": said.basis.strip()}
    one, _made = Round.objects.update_or_create(
        year=said.year, period=said.period, defaults=fields,
        create_defaults={**fields, "opened_by": actor.name[:80], "opened_at": now()},
    )  # fmt: skip
    subject = f"Báo cáo {PERIODS[said.period].title.lower()} {year_label(said.year)}"
    record(actor, actor.unit_id or 0, BOOK, "ask", [Change(subject, before, f"{one.as_of}, hạn {one.due_on}")])
    return one


def _check(said: Asked) -> None:
    if said.period not in PERIODS:
        raise Invalid(_("Chưa chọn kì báo cáo."), hint=_("Chọn đầu năm, giữa năm hoặc cuối năm."))
    if not date(said.year, 8, 1) <= said.as_of <= date(said.year + 1, 7, 31):
        raise Invalid(
            _("Ngày chốt số không nằm trong năm học %(year)s.") % {"year": year_label(said.year)},
            hint=_("Chọn ngày từ 01/8 năm trước đến 31/7 năm sau của năm học."),
        )
    if said.due_on < said.as_of:
        raise Invalid(_("Hạn nộp trước ngày chốt số."), hint=_("Chọn hạn nộp từ ngày chốt số trở đi."))
    if not said.basis.strip():
        raise Invalid(_("Chưa nhập căn cứ."), hint=_("Ghi văn bản yêu cầu báo cáo."))
