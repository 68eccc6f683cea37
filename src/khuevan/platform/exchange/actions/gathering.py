"""Gather the records of a school, keep what changed with the next version, put it on its way to every partner."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from khuevan.kernel.canonical import canonical_json
from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope, acting, copied
from khuevan.registry.units.api import Unit

from ..models import Due
from ..ports import Row, sources
from ..rules.kinds import KINDS
from ..rules.outcomes import GATHER_FAILED, Counts
from .logging import Line, log_lines

PROVINCE = Scope("province")
MANY, SHARE = 30, 2
_NEW = """
INSERT INTO exchange_record AS r (school_id, kind, ref, body, digest, version, cancelled, updated_at)
SELECT %(school)s, %(kind)s, g.ref, g.body, g.digest, 1, false, %(now)s FROM gathered g
WHERE NOT EXISTS (
  SELECT FROM exchange_record k
  WHERE k.school_id = %(school)s AND k.ref = g.ref AND k.digest = g.digest AND NOT k.cancelled
)
ON CONFLICT (school_id, ref) DO UPDATE SET body = excluded.body, digest = excluded.digest, cancelled = false,
  version = r.version + 1, updated_at = excluded.updated_at
WHERE r.digest <> excluded.digest OR r.cancelled
RETURNING id, version = 1"""
_GONE = """r.school_id = %(school)s AND r.kind = %(kind)s AND NOT r.cancelled
  AND NOT EXISTS (SELECT FROM gathered g WHERE g.ref = r.ref)"""
_CANCEL = f"""
UPDATE exchange_record r SET cancelled = true, version = r.version + 1, updated_at = %(now)s
WHERE {_GONE} RETURNING id"""  # noqa: S608 - our own words
_COUNT = f"""
SELECT (SELECT count(*) FROM exchange_record r WHERE {_GONE}),
  (SELECT count(*) FROM exchange_record r WHERE r.school_id = %(school)s AND r.kind = %(kind)s AND NOT r.cancelled)"""  # noqa: S608
_ON_THE_WAY = """
INSERT INTO exchange_delivery
  (uid, school_id, partner_id, record_id, state, shift, attempts, next_at, held_version, held_digest, reason,
   changed_at)
SELECT gen_random_uuid(), %(school)s, p.id, c.id, 'waiting', 0, 0, %(now)s, 0, '', '', %(now)s
FROM unnest(%(changed)s::bigint[]) AS c (id) CROSS JOIN exchange_partner p WHERE %(kind)s = ANY(p.kinds)
ORDER BY p.id, c.id
ON CONFLICT (school_id, partner_id, record_id) DO UPDATE
SET state = 'waiting', attempts = 0, next_at = excluded.next_at, reason = '', changed_at = excluded.changed_at"""


@dataclass
class Gathered:
    """What came of gathering: records seen, new, changed, cancelled; ``broken`` names kinds that could not be read."""

    seen: int = 0
    new: int = 0
    changed: int = 0
    cancelled: int = 0
    broken: tuple[str, ...] = ()

    def add(self, other: "Gathered") -> None:
        """Count in what came of another school or kind."""
        self.seen, self.new = self.seen + other.seen, self.new + other.new
        self.changed, self.cancelled = self.changed + other.changed, self.cancelled + other.cancelled
        self.broken += other.broken


def gather(school_id: int, *, even_if_fewer: bool = False) -> Gathered:
    """All kinds of one school, each in a transaction of its own: a kind that breaks does not hold up the others.

    Where more than half of many records are suddenly gone, nothing is cancelled and the round is logged as failed,
    unless ``even_if_fewer``: a source that broke must not empty the partners.
    """
    done = Gathered()
    for kind in KINDS:
        source = sources().get(kind)
        if source is None:
            continue
        try:
            with acting(PROVINCE):
                done.add(_one_kind(school_id, kind, source.gather(school_id), even_if_fewer))
        except Exception as error:
            with acting(PROVINCE):
                _log_failure(school_id, kind, error)
            done.broken += (kind,)
    return done


def gather_due(told: Callable[[int, int], None] | None = None, *, even_if_fewer: bool = False) -> Gathered:
    """Gather every school where something changed, and no longer call it changed; ``told(number, of)`` after each."""
    with acting(PROVINCE):
        due = list(Due.objects.order_by("since", "pk").values_list("pk", "school_id", "since"))
    done = Gathered()
    for number, (pk, school_id, since) in enumerate(due, 1):
        done.add(gather(school_id, even_if_fewer=even_if_fewer))
        with acting(PROVINCE):  # what was touched meanwhile is due again
            Due.objects.filter(pk=pk, since=since).delete()
        if told:
            told(number, len(due))
    return done


def touch(*school_ids: int) -> None:
    """Something of these schools has changed; in the caller's transaction and scope."""
    moment = now()
    rows = [Due(school_id=one, since=moment) for one in sorted(set(school_ids))]
    Due.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["school"], update_fields=["since"], batch_size=1000
    )


def touch_all() -> int:
    """Every school is to be gathered anew; how many. Acts for the province."""
    found = list(Unit.objects.filter(kind="school").values_list("pk", flat=True))
    touch(*found)
    return len(found)


class TooFew(ValueError):
    """More than half of a school's records of a kind are suddenly gone."""


def _one_kind(school_id: int, kind: str, rows: Iterable[Row], even_if_fewer: bool) -> Gathered:
    uid = str(Unit.objects.values_list("uid", flat=True).get(pk=school_id))
    lines = [_line(kind, uid, row) for row in rows]
    named: dict[str, Any] = {"school": school_id, "kind": kind, "now": now()}
    with copied("gathered", 'ref text COLLATE "C", body jsonb, digest text', lines) as cursor:
        cursor.execute(_COUNT, named)
        gone, before = cursor.fetchone()
        if gone > MANY and gone * SHARE > before and not even_if_fewer:
            raise TooFew(f"Số bản ghi giảm đột ngột từ {before} còn {before - gone}; chưa huỷ bản ghi nào.")
        cursor.execute(_NEW, named)
        written = cursor.fetchall()
        cursor.execute(_CANCEL, named)
        cancelled = [pk for (pk,) in cursor.fetchall()]
    new = sum(fresh for _pk, fresh in written)
    put_on_the_way(school_id, kind, [pk for pk, _fresh in written] + cancelled)
    return Gathered(len(lines), new, len(written) - new, len(cancelled))


def _line(kind: str, uid: str, row: Row) -> tuple[str, str, str]:
    ref = f"{kind}.{uid}" if row.key == uid else f"{kind}.{uid}.{row.key}"
    text = canonical_json(row.body)
    return ref, text.decode(), hashlib.sha256(text).hexdigest()


def put_on_the_way(school_id: int, kind: str, changed: list[int]) -> None:
    """Changed records wait for every partner that takes their kind; what was stuck is tried anew."""
    if changed:
        with connection.cursor() as cursor:
            named = {"school": school_id, "kind": kind, "now": now(), "changed": changed}
            cursor.execute(_ON_THE_WAY, named)


def _log_failure(school_id: int, kind: str, error: Exception) -> None:
    school = Unit.objects.get(pk=school_id)
    what = str(error) if isinstance(error, TooFew) else f"{type(error).__name__}: {error}"
    line = Line(None, school_id, school.code, school.name, kind, GATHER_FAILED, Counts(0, None, 0, 1), what)
    log_lines([line], now())
