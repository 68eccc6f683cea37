"""Time-stamps are renewed before the certificate of their authority ends (RFC 4998 §5.2).

No transaction is open while the authority is asked; one stamp covers all of a school that is due.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.platform.approvals.api import PROGRAM
from khuevan.platform.signing.api import good_until, plant_renewal, stamped, stamper, trust_anchors
from khuevan.platform.signing.ports import StampRefused
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
    root, paths = plant_renewal(list(due.values()))
    fresh = stamped(root)
    _refuse_no_later(fresh.token, due)
    with acting(scope):
        list(Stamp.objects.select_for_update().filter(pk__in=list(due)).values_list("pk"))
        still = last_tokens(school_id)
        rows = [
            StampRenewal(
                school_id=school_id, stamp_id=pk, token=fresh.token, path=path, at=fresh.at,
                authority=fresh.authority[:160], serial=fresh.serial,
            )
            for (pk, token), path in zip(due.items(), paths, strict=True)
            if still[pk] == token
        ]  # fmt: skip
        StampRenewal.objects.bulk_create(rows)
        if rows:
            change = Change("stamp", new=f"{fresh.authority} · {fresh.serial} · {len(rows)}")
            record(PROGRAM, school_id, BOOK, "renew_stamps", [change])
    return len(rows)


def stamped_schools() -> list[int]:
    """Schools that have stamps; to be asked for the province."""
    with acting(Scope("province")):
        return sorted(Stamp.objects.values_list("school_id", flat=True).distinct())


def _refuse_no_later(token: bytes, due: dict[int, bytes]) -> None:
    trust, moment = trust_anchors(), now()
    end = good_until(token, trust, moment)
    held = [found for one in due.values() if (found := good_until(one, trust, moment))]
    if end is None or (held and end <= min(held)):
        raise StampRefused(
            _("Máy chủ dấu thời gian vẫn dùng chứng thư cũ, sắp hết hạn: gia hạn lúc này không kéo dài được gì."),
            hint=_("Người quản trị hỏi tổ chức cấp dấu thời gian, hoặc đặt KHUEVAN_TSA là máy chủ khác."),
            code="no_later",
        )
