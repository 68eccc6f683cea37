"""Which issued versions have lost their force, in the whole province."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from khuevan.kernel.clock import now

from ..models import Version


@dataclass(frozen=True)
class Withdrawn:
    """SHA-256 digests of documents and papers: of versions that were replaced, and of those that were revoked."""

    at: datetime
    superseded: tuple[bytes, ...]
    revoked: tuple[bytes, ...]


def withdrawn() -> Withdrawn:
    """Every version within scope that was issued once and counts no more; one query."""
    moment = now()
    gone = Version.objects.filter(Q(superseded_at__isnull=False) | Q(revoked_at__isnull=False), issued_at__isnull=False)
    superseded: list[bytes] = []
    revoked: list[bytes] = []
    for digest, paper, revoked_at in gone.values_list("digest", "pdf__sha256", "revoked_at"):
        into = revoked if revoked_at else superseded
        into += [bytes.fromhex(one) for one in (digest, paper) if one]
    return Withdrawn(moment, tuple(superseded), tuple(revoked))


def withdrawn_between(low: int, high: int) -> list[int]:
    """Ids, from ``low`` up to but not including ``high``, of issued versions within scope that count no more."""
    gone = Version.objects.filter(Q(superseded_at__isnull=False) | Q(revoked_at__isnull=False), issued_at__isnull=False)
    return list(gone.filter(pk__gte=low, pk__lt=high).order_by("pk").values_list("pk", flat=True))
