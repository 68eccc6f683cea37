"""What a partner should hold of us, by kind and school, and record by record."""

from dataclasses import dataclass

from django.db import connection

from ..models import Delivery, Partner
from ..ports import Group
from ..rules.comparing import Held

GroupOf = tuple[str, str]
"""Kind and code of the school."""
_ROWS = """
FROM exchange_delivery d JOIN exchange_record r ON r.id = d.record_id JOIN units_unit s ON s.id = d.school_id
WHERE d.partner_id = %(partner)s"""
_GROUPS = f"""
SELECT kind, code, count(*) FILTER (WHERE NOT cancelled), encode(sha256(convert_to(string_agg(line, E'\\n'
  ORDER BY line), 'UTF8')), 'hex')
FROM (
  SELECT r.kind, s.code, r.cancelled,
    (r.ref || ' ' || d.held_version || ' ' || CASE WHEN r.cancelled THEN '-' ELSE d.held_digest END) COLLATE "C" AS line
  {_ROWS} AND d.held_version > 0
) x GROUP BY kind, code"""  # noqa: S608 - our own words
_ONE = f"""
SELECT r.ref, r.id, d.held_version, d.held_digest, r.cancelled, d.state = 'waiting'
{_ROWS} AND r.kind = %(kind)s AND s.code = %(school)s AND (d.held_version > 0 OR d.state = 'waiting')"""


@dataclass(frozen=True, slots=True)
class Ours:
    """A record as the partner should hold it; ``waiting``: it is still on its way, so a difference means nothing."""

    record_id: int
    held: Held
    waiting: bool


def groups_of(partner: Partner) -> dict[GroupOf, Group]:
    """What the partner confirmed, by kind and school, with the digest of `rules.comparing`; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"partner": partner.pk})
        return {(row[0], row[1]): Group(*row) for row in cursor.fetchall()}


def records_of(partner: Partner, kind: str, school: str) -> dict[str, Ours]:
    """One group by ``ref``: what was confirmed, and what still waits; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"partner": partner.pk, "kind": kind, "school": school})
        return {
            ref: Ours(pk, Held(ref, version, digest, cancelled), waits)
            for ref, pk, version, digest, cancelled, waits in cursor.fetchall()
        }


def waiting_count(partner: Partner) -> int:
    """Records that wait for the partner."""
    return Delivery.objects.filter(partner=partner, state=Delivery.State.WAITING).count()
