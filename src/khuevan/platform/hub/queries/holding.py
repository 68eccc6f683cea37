"""What the hub holds: digests for those who compare, counts for the screen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min, Sum

from khuevan.kernel.clock import now
from khuevan.platform.exchange.api import Held

from ..models import HeldRecord, Parcel, Sender

MINUTE = timedelta(minutes=1)
_GROUPS = """
SELECT kind, school_code, count(*) FILTER (WHERE NOT cancelled), encode(sha256(convert_to(string_agg(line, E'\\n'
  ORDER BY line), 'UTF8')), 'hex')
FROM (
  SELECT kind, school_code, cancelled,
    (ref || ' ' || version || ' ' || CASE WHEN cancelled THEN '-' ELSE digest END) COLLATE "C" AS line
  FROM hub_heldrecord WHERE sender_id = %s
) x GROUP BY kind, school_code ORDER BY kind, school_code"""
_SENDERS = """
SELECT s.uid, s.name, s.kinds, s.per_minute, s.created_at, s.closed_at, held.n, today.total, today.refused, last.at
FROM hub_sender s
LEFT JOIN LATERAL (
  SELECT count(*) AS n FROM hub_heldrecord h WHERE h.sender_id = s.id AND NOT h.cancelled
) held ON true
LEFT JOIN LATERAL (
  SELECT sum(total) AS total, sum(refused) AS refused FROM hub_parcel p WHERE p.sender_id = s.id AND p.at >= %s
) today ON true
LEFT JOIN LATERAL (SELECT max(at) AS at FROM hub_parcel p WHERE p.sender_id = s.id) last ON true
ORDER BY s.closed_at IS NOT NULL, s.name"""


@dataclass(frozen=True, slots=True)
class GroupHeld:
    """Records of one kind of one school: how many, and the digest of all (`exchange.api.group_digest`)."""

    kind: str
    school: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class SenderLine:
    """A sender on the screen: live records held, records and refusals of today, last request."""

    uid: UUID
    name: str
    kinds: list[str]
    per_minute: int
    created_at: datetime
    closed_at: datetime | None
    held: int
    today: int | None
    refused: int | None
    last_at: datetime | None


def groups_of(sender: Sender) -> list[GroupHeld]:
    """All groups of a sender; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [sender.pk])
        return [GroupHeld(*row) for row in cursor.fetchall()]


def records_of(sender: Sender, kind: str, school: str) -> list[Held]:
    """The records of one group; one query."""
    rows = HeldRecord.objects.filter(sender=sender, kind=kind, school_code=school).order_by("ref")
    return [Held(*row) for row in rows.values_list("ref", "version", "digest", "cancelled")]


def sender_lines() -> list[SenderLine]:
    """Every sender; one query."""
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_SENDERS, [midnight])
        return [SenderLine(*row) for row in cursor.fetchall()]


def seconds_to_wait(sender: Sender, more: int) -> int:
    """How long the sender has to wait before ``more`` records may come; 0 where they may. One query."""
    recent = Parcel.objects.filter(sender=sender, at__gt=now() - MINUTE)
    found = recent.aggregate(total=Sum("total"), first=Min("at"), last=Max("at"))
    if not found["total"] or found["total"] + more <= sender.per_minute:
        return 0
    return max(1, int((found["first"] + MINUTE - now()).total_seconds()) + 1)
