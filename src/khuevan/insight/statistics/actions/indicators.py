"""Say what an indicator is, from a day on."""

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record

from ..events import IndicatorDefined
from ..models import Indicator
from ..policies import demand
from ..queries.telling import GROUPINGS
from ..rules.formula import Faulty, read_formula

BOOK = "indicators"
_CODE = re.compile(r"[a-z][a-z0-9_]{1,23}", re.A)


@dataclass(frozen=True)
class Definition:
    """An indicator as it was typed; ``since`` is the first day on which it holds."""

    code: str
    name: str
    unit: str
    formula: str
    dimensions: tuple[str, ...]
    legal_basis: str
    owner: str
    since: date


def define(actor: Actor, said: Definition) -> Indicator:
    """A new indicator, or what an old one is from ``said.since`` on; what was told of earlier days stays so.

    Raises `Faulty` with the column of the fault in the formula, ``Invalid``, ``Conflict``, ``NotAllowed``.
    """
    demand(actor, "define")
    _check(said)
    last = Indicator.objects.select_for_update().filter(code=said.code).order_by("-valid_from").first()
    if last and said.since <= last.valid_from:
        raise Conflict(
            _("Chỉ tiêu này đã có định nghĩa từ %(day)s.") % {"day": f"{last.valid_from:%d/%m/%Y}"},
            hint=_("Chọn ngày sau ngày đó."),
            code="since",
        )
    if last and last.valid_to is None:
        Indicator.objects.filter(pk=last.pk).update(valid_to=said.since - timedelta(days=1))
    fields = {name: value for name, value in asdict(said).items() if name != "since"}
    position = last.position if last else (Indicator.objects.aggregate(n=Max("position"))["n"] or 0) + 1
    one = Indicator.objects.create(
        **fields, valid_from=said.since, position=position, defined_by=actor.name[:80], defined_at=now()
    )
    change = Change(f"Chỉ tiêu {one.code}", last and last.formula, one.formula)
    office = actor.unit_id or 0
    record(actor, office, BOOK, "define", [change], reason=said.legal_basis)
    announce(office, IndicatorDefined(one.code, one.pk))
    return one


def _check(said: Definition) -> None:
    try:
        read_formula(said.formula)
    except Faulty as fault:
        raise fault.told(_) from None
    if not _CODE.fullmatch(said.code):
        raise Invalid(
            _("Mã chỉ tiêu chưa đúng."), hint=_("Viết chữ thường không dấu, số và gạch dưới, ví dụ ti_le_nu.")
        )
    for name, label in (("name", _("tên")), ("legal_basis", _("căn cứ pháp lý")), ("owner", _("người phụ trách"))):
        if not getattr(said, name).strip():
            raise Invalid(_("Chưa nhập %(what)s.") % {"what": label}, hint=_("Một chỉ tiêu phải có đủ ba điều này."))
    if said.unit not in Indicator.Unit.values:
        raise Invalid(_("Chưa chọn đơn vị tính."), hint=_("Chọn một đơn vị trong danh sách."))
    if not set(said.dimensions) <= set(GROUPINGS):
        raise Invalid(_("Không tách được theo cách này."), hint=_("Chọn trong danh sách."))
    if said.since < today():
        raise Invalid(
            _("Định nghĩa không áp dụng lùi ngày được."),
            hint=_("Số đã công bố giữ nguyên định nghĩa của nó: chọn hôm nay hoặc ngày sau."),
        )
