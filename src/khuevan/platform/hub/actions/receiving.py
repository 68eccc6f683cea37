"""Take records in: of each the newest version only, however often and in whatever order it arrives."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.canonical import canonical_json
from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid
from khuevan.platform.exchange.api import CANCEL, Envelope, fault_of, read
from khuevan.registry.isolation.api import copied

from ..models import Parcel, Sender

MOST_AT_ONCE = 5000
REASONS_KEPT = 20
ACCEPTED, KNOWN, OLDER, REFUSED = "accepted", "known", "older", "refused"
_COLUMNS = """ref text COLLATE "C", kind text, school_code text, version int, cancelled boolean, source_at timestamptz,
 body jsonb, digest text"""
_TAKE = """
INSERT INTO hub_heldrecord AS h
  (sender_id, ref, kind, school_code, version, cancelled, source_at, body, digest, received_at)
SELECT %(sender)s, ref, kind, school_code, version, cancelled, source_at, body, digest, %(now)s
FROM arrived ORDER BY ref
ON CONFLICT (sender_id, ref) DO UPDATE SET kind = excluded.kind, school_code = excluded.school_code,
  version = excluded.version, cancelled = excluded.cancelled, source_at = excluded.source_at, body = excluded.body,
  digest = excluded.digest, received_at = excluded.received_at
WHERE h.version < excluded.version
RETURNING ref"""
_HELD = "SELECT h.ref, h.version FROM hub_heldrecord h JOIN arrived a ON a.ref = h.ref WHERE h.sender_id = %(sender)s"


class TooMany(Invalid):
    """More records in one request than are taken."""

    code = "too_many_records"
    status = 413


@dataclass(frozen=True, slots=True)
class Taken:
    """What is said of one record that arrived; ``version`` is the one that is held now (0: none)."""

    ref: str
    verdict: str
    version: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A record that may be taken, with its content in canonical form."""

    envelope: Envelope
    text: bytes
    digest: str

    @property
    def ref(self) -> str:
        return self.envelope.ref

    @property
    def version(self) -> int:
        return self.envelope.version


def receive(sender: Sender, items: Sequence[Any]) -> list[Taken]:
    """One answer an item, in their order; what is wrong with one does not hold up the others. Raises ``TooMany``."""
    if len(items) > MOST_AT_ONCE:
        raise TooMany(
            _("Mỗi lần nhận nhiều nhất %(most)d bản ghi.") % {"most": MOST_AT_ONCE}, hint=_("Chia nhỏ rồi gửi lại.")
        )
    found = [_read(sender, item) for item in items]
    newest: dict[str, _Arrived] = {}
    for one in found:
        if isinstance(one, _Arrived) and (one.ref not in newest or one.version > newest[one.ref].version):
            newest[one.ref] = one
    fresh, held = _take(sender, list(newest.values()))
    answers = [_answer(one, item, newest, fresh, held) for one, item in zip(found, items, strict=True)]
    _note(sender, answers)
    return answers


def _read(sender: Sender, item: Any) -> _Arrived | str:
    found = read(item)
    if isinstance(found, str):
        return found
    if found.kind not in sender.kinds:
        return f"loai: nơi gửi này không được gửi “{found.kind}”"
    cancelled = found.event == CANCEL
    try:
        text = canonical_json({} if cancelled else found.body)
    except TypeError:
        return "dulieu: số lẻ phải gửi bằng chữ, ví dụ “8.5”"
    except (UnicodeEncodeError, RecursionError):
        return "dulieu: có kí tự không đọc được"
    if b"\\u0000" in text:
        return "dulieu: có kí tự không đọc được"
    fault = "" if cancelled else fault_of(found.kind, found.body)
    return fault or _Arrived(found, text, hashlib.sha256(text).hexdigest())


def _take(sender: Sender, records: Sequence[_Arrived]) -> tuple[set[str], dict[str, int]]:
    """Which are new here, and the version that is held of each."""
    if not records:
        return set(), {}
    rows = []
    for arrived in records:
        one = arrived.envelope
        place = (one.ref, one.kind, one.school, one.version, one.event == CANCEL, one.at)
        rows.append((*place, arrived.text.decode(), arrived.digest))
    with copied("arrived", _COLUMNS, rows) as cursor:
        cursor.execute(_TAKE, {"sender": sender.pk, "now": now()})
        fresh = {ref for (ref,) in cursor.fetchall()}
        cursor.execute(_HELD, {"sender": sender.pk})
        return fresh, dict(cursor.fetchall())


def _answer(
    found: _Arrived | str, item: Any, newest: dict[str, _Arrived], fresh: set[str], held: dict[str, int]
) -> Taken:
    if isinstance(found, str):
        ref = item.get("idbanghi") if isinstance(item, dict) else None
        return Taken(ref if isinstance(ref, str) else "", REFUSED, 0, found)
    if found is newest[found.ref] and found.ref in fresh:
        return Taken(found.ref, ACCEPTED, found.version)
    return Taken(found.ref, KNOWN if found.version == held[found.ref] else OLDER, held[found.ref])


def _note(sender: Sender, answers: Sequence[Taken]) -> None:
    counts = Counter(one.verdict for one in answers)
    refused = [{"idbanghi": one.ref[:150], "lydo": one.reason} for one in answers if one.verdict == REFUSED]
    numbers = {name: counts[name] for name in (ACCEPTED, KNOWN, OLDER, REFUSED)}
    reasons = [_plain(one) for one in refused[:REASONS_KEPT]]
    Parcel.objects.create(sender=sender, at=now(), total=len(answers), reasons=reasons, **numbers)


def _plain(reason: dict[str, str]) -> dict[str, str]:
    """Without what the database cannot keep."""
    return {name: value.replace("\x00", "").encode("utf-8", "replace").decode() for name, value in reason.items()}
