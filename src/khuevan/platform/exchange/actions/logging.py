"""Write down what came of submitting, school by school and kind by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from khuevan.registry.isolation.api import copied

from ..rules.outcomes import DONE, PUSH_FAILED, Counts, reason_of

LONGEST = 300
_COLUMNS = """partner_id bigint, school_id bigint, school_code text, school_name text, kind text, status text,
 received int, pushed int, accepted int, failed int, reason text, detail text"""
_ADD = """
INSERT INTO exchange_submission AS s (partner_id, school_id, school_code, school_name, sender, kind, phase, at, status,
  received, pushed, accepted, failed, reason, detail, log)
SELECT partner_id, school_id, school_code, school_name, 'Khuê Văn', kind, '', %s, status,
  received, pushed, accepted, failed, reason, detail, '' FROM lines
ON CONFLICT (partner_id, school_code, kind, at, log) DO UPDATE SET received = excluded.received,
  pushed = excluded.pushed, accepted = excluded.accepted, failed = excluded.failed, status = excluded.status,
  reason = excluded.reason, detail = excluded.detail"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log: of which partner, school and kind, with which outcome; ``detail`` in somebody's words."""

    partner_id: int | None
    school_id: int
    school_code: str
    school_name: str
    kind: str
    status: str
    counts: Counts
    detail: str = ""


def log_lines(lines: Iterable[Line], at: datetime) -> None:
    """Keep the lines of the round that began at ``at``; a line of the same round is replaced. Constant statements."""
    rows = []
    for one in lines:
        counts = one.counts
        numbers = (counts.received, counts.pushed, counts.accepted, counts.failed)
        reason = reason_of(one.status, counts)
        who = (one.partner_id, one.school_id, one.school_code, one.school_name, one.kind, one.status)
        rows.append((*who, *numbers, reason, one.detail[:LONGEST]))
    if rows:
        with copied("lines", _COLUMNS, rows) as cursor:
            cursor.execute(_ADD, [at])


def status_of(counts: Counts) -> str:
    """A round in which something failed has failed."""
    return PUSH_FAILED if counts.failed or not counts.pushed else DONE
