"""Take in the log of another system, so that its submissions stand beside our own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.registry.isolation.api import copied
from khuevan.registry.units.api import Unit

from ..adapters.push_log import Pushed, read_log
from ..rules.outcomes import reason_of

_COLUMNS = """school_id bigint, school_code text, school_name text, sender text, kind text, year smallint,
 term smallint, phase text, at timestamptz, status text, received int, pushed int, accepted int, failed int,
 reason text"""
_ADD = """
INSERT INTO exchange_submission (partner_id, school_id, school_code, school_name, sender, kind, year, term, phase, at,
  status, received, pushed, accepted, failed, reason, detail, log)
SELECT NULL, school_id, school_code, school_name, sender, kind, year, term, phase, at,
  status, received, pushed, accepted, failed, reason, '', %s FROM pushed
ON CONFLICT (partner_id, school_code, kind, at, log) DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Imported:
    """Lines read and new ones kept; schools of the log and those known here; status and reason → how many lines."""

    lines: int
    new: int
    schools: int
    known: int
    counts: Counter[tuple[str, str]]


def import_log(data: bytes, name: str) -> Imported:
    """Keep the lines of a log; the same file twice changes nothing. Acts for the province. Raises ``Invalid``."""
    lines = read_log(data)
    codes = {one.school_code for one in lines}
    known = dict(Unit.objects.filter(kind="school", code__in=codes).values_list("code", "pk"))
    with copied("pushed", _COLUMNS, [_row(one, known) for one in lines]) as cursor:
        cursor.execute(_ADD, [name[:120]])
        new = cursor.rowcount
    return Imported(len(lines), new, len(codes), len(known), _counted(lines))


def _row(one: Pushed, known: dict[str, int]) -> tuple:
    counts = one.counts
    numbers = (counts.received, counts.pushed, counts.accepted, counts.failed)
    when = (one.year, one.term, one.phase, one.at, one.status)
    place = (known.get(one.school_code), one.school_code, one.school_name, one.sender, one.kind)
    return (*place, *when, *numbers, reason_of(one.status, counts))


def _counted(lines: Sequence[Pushed]) -> Counter[tuple[str, str]]:
    return Counter((one.status, reason_of(one.status, one.counts)) for one in lines)
