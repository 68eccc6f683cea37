"""Set partners up, change them, pause and resume them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..adapters.http_channel import is_safe, is_token
from ..adapters.secrets import locked
from ..models import Partner
from ..policies import demand
from ..rules.kinds import KINDS
from ..rules.mapping import read_text

BOOK = "exchange"
MOST_AT_ONCE = 5000
LONGEST_NAME, LONGEST_URL = 80, 300
_ENLIST = """
INSERT INTO exchange_delivery
  (uid, school_id, partner_id, record_id, state, shift, attempts, next_at, held_version, held_digest, reason,
   changed_at)
SELECT gen_random_uuid(), r.school_id, %(partner)s, r.id, 'waiting', 0, 0, %(now)s, 0, '', '', %(now)s
FROM exchange_record r WHERE r.kind = ANY(%(kinds)s) AND NOT r.cancelled
ORDER BY array_position(%(order)s::text[], r.kind::text), r.school_id, r.id
ON CONFLICT (school_id, partner_id, record_id) DO NOTHING"""
_AGAIN = """
UPDATE exchange_delivery d SET state = 'waiting', attempts = 0, reason = '', next_at = %(now)s, changed_at = %(now)s,
  shift = d.shift + CASE WHEN d.held_version > 0 THEN 1 ELSE 0 END
FROM exchange_record r WHERE r.id = d.record_id AND d.partner_id = %(partner)s AND r.kind = ANY(%(kinds)s)"""


@dataclass(frozen=True)
class Wish:
    """A partner as somebody wants it; ``token`` "" keeps the one that is there; ``mapping`` is a JSON text."""

    name: str
    url: str
    token: str = ""
    kinds: Sequence[str] = KINDS
    at_once: int = 500
    mapping: str = ""


def add_partner(actor: Actor, wish: Wish) -> Partner:
    """A new partner; all records of its kinds wait for it. Raises ``NotFound``, ``Invalid``, ``Conflict``."""
    demand(actor)
    mapping = _checked(wish, None)
    if not wish.token.strip():
        raise Invalid(_("Chưa có mã truy cập."), hint=_("Xin đối tác mã truy cập (token) rồi dán vào ô."))
    made = Partner.objects.create(**_values(wish, mapping), token=locked(wish.token.strip()), created_at=now())
    record(actor, actor.unit_id or 0, BOOK, "add", [Change(made.name, None, _said(made))])
    enlist(made)
    return made


def change_partner(actor: Actor, partner: Partner, wish: Wish) -> None:
    """Change a partner. Records of kinds whose mapping changed go again, with a version that has an effect there."""
    demand(actor)
    mapping, before = _checked(wish, partner), _said(partner)
    remapped = [kind for kind in KINDS if mapping.get(kind) != partner.mapping.get(kind)]
    for name, value in _values(wish, mapping).items():
        setattr(partner, name, value)
    if wish.token.strip():
        partner.token = locked(wish.token.strip())
        partner.failures, partner.held_until = 0, None
    partner.save()
    enlist(partner)
    _run(_AGAIN, partner, remapped)
    record(actor, actor.unit_id or 0, BOOK, "change", [Change(partner.name, before, _said(partner))])


def pause_partner(actor: Actor, partner: Partner, reason: str) -> None:
    """Send nothing until `resume_partner`; what changes goes on waiting. Raises ``Invalid`` without a reason."""
    demand(actor)
    reason = reason.strip()[:300]
    if not reason:
        raise Invalid(_("Chưa ghi lý do tạm dừng."), hint=_("Ghi lý do để người sau biết vì sao dừng."))
    paused = {"paused_at": now(), "paused_by": actor.name, "pause_reason": reason}
    if Partner.objects.filter(pk=partner.pk, paused_at=None).update(**paused):
        record(actor, actor.unit_id or 0, BOOK, "pause", [Change(partner.name)], reason=reason)


def resume_partner(actor: Actor, partner: Partner) -> None:
    """Send again, at the next round, without waiting for the end of a pause."""
    demand(actor)
    going = {"paused_at": None, "paused_by": "", "pause_reason": "", "held_until": None}
    Partner.objects.filter(pk=partner.pk).update(**going)
    record(actor, actor.unit_id or 0, BOOK, "resume", [Change(partner.name)])


def enlist(partner: Partner) -> None:
    """Every record of the partner's kinds waits for it that did not yet; schools first, transcripts last."""
    _run(_ENLIST, partner, list(partner.kinds))


def _run(statement: str, partner: Partner, kinds: list[str]) -> None:
    with connection.cursor() as cursor:
        named = {"partner": partner.pk, "now": now(), "kinds": kinds, "order": list(KINDS)}
        cursor.execute(statement, named)


def _checked(wish: Wish, partner: Partner | None) -> dict[str, Any]:
    """The mapping of a wish that may be kept. Raises ``Invalid``, ``Conflict``."""
    name = " ".join(wish.name.split())
    if not 0 < len(name) <= LONGEST_NAME or not set(wish.kinds) & set(KINDS):
        raise Invalid(_("Đối tác cần tên (dài nhất 80 kí tự) và ít nhất một loại bản ghi."), hint=_("Ghi đủ rồi lưu."))
    if not is_safe(wish.url.strip()) or len(wish.url.strip()) > LONGEST_URL:
        raise Invalid(
            _("Địa chỉ phải bắt đầu bằng https:// vì dữ liệu học sinh đi qua đó, và không có tên, mật khẩu, ? hay #."),
            hint=_("Ví dụ https://hub.example.vn/hub/v1; http:// chỉ dùng được trên chính máy chủ này."),
        )
    if (token := wish.token.strip()) and not is_token(token):
        raise Invalid(
            _("Mã truy cập có kí tự lạ."),
            hint=_("Dán đúng mã mà đối tác cấp: chỉ có chữ không dấu, số và . _ ~ + / - ="),
        )
    if not 1 <= wish.at_once <= MOST_AT_ONCE:
        raise Invalid(_("Mỗi lần gửi từ 1 đến 5000 bản ghi."), hint=_("Ghi một số trong khoảng ấy, thường là 500."))
    if Partner.objects.filter(name=name).exclude(pk=partner.pk if partner else None).exists():
        raise Conflict(_("Đã có đối tác mang tên này."), hint=_("Chọn tên khác."))
    mapping, faults = read_text(wish.mapping)
    if faults:
        raise Invalid(_("Bảng ánh xạ chưa đúng."), hint="; ".join(map(str, faults[:5])))
    return mapping


def _values(wish: Wish, mapping: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in KINDS if kind in wish.kinds]
    words = {"name": " ".join(wish.name.split()), "url": wish.url.strip().rstrip("/")}
    return {**words, "kinds": kinds, "at_once": wish.at_once, "mapping": mapping}


def _said(partner: Partner) -> dict[str, Any]:
    return {"url": partner.url, "loai": list(partner.kinds), "moilan": partner.at_once}
