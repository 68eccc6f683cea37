"""Time-stamps are renewed before the certificate of their authority ends (RFC 4998 §5.2).

No transaction is open while the authority is asked; one stamp covers all of a school that is due. What is said today of
the earlier authorities is kept beside it: they need not publish it any longer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.platform.approvals.api import PROGRAM
from khuevan.platform.signing.api import (
    good_until,
    plant_renewal,
    proofs_of_tokens,
    stamped,
    stamper,
    trust_anchors,
)
from khuevan.platform.signing.ports import Digest, StampRefused, TimeStamp
from khuevan.registry.audit.api import Change, record
from khuevan.registry.isolation.api import Scope, acting

from ..models import Stamp, StampRenewal
from ..queries.stamps import ending, last_tokens
from .subjects import BOOK

AHEAD = timedelta(days=180)
"""So long before the end stamps are renewed; the job looks every month."""


def renew_school(school_id: int, before: datetime | None = None) -> int:
    """Renew the stamps of a school whose authority's certificate ends ``before`` (in half a year); how many.

    Safe to call again. Raises ``StamperAway``, and ``StampRefused`` where the authority still uses a certificate that
    ends no later.
    """
    if stamper() is None:
        return 0
    scope = Scope("staff", frozenset({school_id}))
    with acting(scope):
        due = ending(school_id, before or now() + AHEAD)
    if not due:
        return 0
    by_digest: dict[Digest, dict[int, bytes]] = defaultdict(dict)
    for pk, last in due.items():
        by_digest[last.digest][pk] = last.token
    return sum(_renew(school_id, digest, tokens) for digest, tokens in by_digest.items())


def _renew(school_id: int, digest: Digest, due: dict[int, bytes]) -> int:
    """One later stamp over tokens of one digest, with what is known today of their authorities."""
    proofs = proofs_of_tokens(trust_anchors(), due.values())
    root, paths = plant_renewal(list(due.values()), digest, proofs)
    fresh = stamped(root, digest)
    refuse_no_later(fresh.token, due.values())
    rows = [
        StampRenewal(stamp_id=pk, path=path, digest=digest, proofs=proofs)
        for pk, path in zip(due, paths, strict=True)
    ]  # fmt: skip
    with acting(Scope("staff", frozenset({school_id}))):
        return len(keep(school_id, rows, due, fresh, "renew_stamps"))


def keep(
    school_id: int, rows: Sequence[StampRenewal], due: Mapping[int, bytes], fresh: TimeStamp, verb: str
) -> list[StampRenewal]:
    """Write renewals of stamps by a fresh one, but of those that somebody else has renewed since they were ``due``."""
    list(Stamp.objects.select_for_update().filter(pk__in=list(due)).order_by("pk").values_list("pk"))
    still = last_tokens(school_id)
    kept = [one for one in rows if still[one.stamp_id].token == due[one.stamp_id]]
    for one in kept:
        one.school_id, one.token, one.at = school_id, fresh.token, fresh.at
        one.authority, one.serial = fresh.authority[:160], fresh.serial
    StampRenewal.objects.bulk_create(kept)
    if kept:
        change = Change("stamp", new=f"{fresh.authority} · {fresh.serial} · {len(kept)}")
        record(PROGRAM, school_id, BOOK, verb, [change])
    return kept


def stamped_schools() -> list[int]:
    """Schools that have stamps; to be asked for the province."""
    with acting(Scope("province")):
        return sorted(Stamp.objects.values_list("school_id", flat=True).distinct())


def refuse_no_later(token: bytes, due: Iterable[bytes]) -> None:
    """Raises ``StampRefused`` where a new token ends no later than the first of those that it is to follow."""
    trust, moment = trust_anchors(), now()
    end = good_until(token, trust, moment)
    held = [found for one in due if (found := good_until(one, trust, moment))]
    if end is None or (held and end <= min(held)):
        raise StampRefused(
            _("Máy chủ dấu thời gian vẫn dùng chứng thư cũ, sắp hết hạn: gia hạn lúc này không kéo dài được gì."),
            hint=_("Người quản trị hỏi tổ chức cấp dấu thời gian, hoặc đặt KHUEVAN_TSA là máy chủ khác."),
            code="no_later",
        )
