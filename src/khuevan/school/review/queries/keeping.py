"""The numbers of a whole province: every pupil of it counted every ten minutes, and a school anew once it has moved.

A transcript moves with a step, a check with its run. Schools where either happened since the count are counted again
for whoever looks, so what the Sở and the schools do is in the numbers at once; pupils who come and go alone may be ten
minutes old. Steps are written before their transaction ends, hence ``SETTLED``. A count is kept for all processes under
its stamp, and by each as long as it is the one that counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from django.core.cache import cache
from django.db import connection

from khuevan.kernel.clock import now, today
from khuevan.kernel.text import fold
from khuevan.registry.units.api import Unit, places_on

from .counting import Numbers, numbers_by_level

KEY, SECONDS = "review:count", 600
SETTLED = timedelta(minutes=2)
"""How long a transaction may take to show its steps."""
_SETTLED_STEP = "SELECT id FROM approvals_step WHERE at < %s ORDER BY id DESC LIMIT 1"
_MOVED = """
SELECT school_id FROM approvals_step WHERE id > %(step)s
UNION SELECT school_id FROM review_run WHERE year = %(year)s AND touched_at >= %(at)s"""


class School(NamedTuple):
    """A school for a list: ``words`` are its name, code and commune, as one looks for them."""

    id: int
    uid: str
    code: str
    name: str
    words: str


@dataclass(frozen=True, eq=False)
class Held:
    """What was counted: when pupils were, until when and to which step the rest is settled; schools, their numbers."""

    at: datetime
    settled_at: datetime
    step: int
    schools: Mapping[int, School]
    numbers: Mapping[int, Mapping[str, Numbers]]


_known: dict[int, tuple[str, Held]] = {}
"""Of each year the count that this process has, by its stamp."""


def whole_province(year: int) -> Held:
    """Of everybody whom the scope shows, which must be the province: three queries while nothing moves, one more in a
    process that has not seen this count."""
    held = _found(year)
    if held is None:
        return _keep(year, _counted(year))
    moved = _moved(held, year)
    if not moved:
        return held
    fresh = _with(held, moved, year)
    return _keep(year, fresh) if fresh.settled_at - held.settled_at > SETTLED else fresh


def _found(year: int) -> Held | None:
    stamp = cache.get(f"{KEY}:{year}")
    known, held = _known.get(year, ("", None))
    if stamp is None or stamp == known:
        return held if stamp else None
    parts = cache.get(f"{KEY}:{year}:{stamp}")
    if parts is None:
        return None
    held = Held(*parts)
    _known[year] = stamp, held
    return held


def _keep(year: int, held: Held) -> Held:
    """For all processes, until pupils are counted again."""
    stamp, seconds = uuid4().hex, max(SECONDS - int((now() - held.at).total_seconds()), 1)
    cache.set(f"{KEY}:{year}:{stamp}", (held.at, held.settled_at, held.step, held.schools, held.numbers), seconds)
    cache.set(f"{KEY}:{year}", stamp, seconds)
    _known[year] = stamp, held
    return held


def schools_named(ids: list[int]) -> dict[int, School]:
    """Schools as a list shows and finds them; at most six queries."""
    day = today()
    places = places_on(ids, day, day, "commune")
    rows = Unit.objects.filter(pk__in=ids).values_list("pk", "uid", "code", "name")
    return {
        pk: School(pk, str(uid), code, name, fold(f"{name} {code} {places[pk][1]}")) for pk, uid, code, name in rows
    }


def _counted(year: int) -> Held:
    moment = now()
    step, numbers = _settled_step(moment), numbers_by_level(year)
    return Held(moment, moment, step, schools_named(list(numbers)), numbers)


def _with(held: Held, moved: list[int], year: int) -> Held:
    moment = now()
    step, fresh = _settled_step(moment), numbers_by_level(year, moved)
    numbers = {school: levels for school, levels in held.numbers.items() if school not in moved} | fresh
    unknown = [school for school in fresh if school not in held.schools]
    schools = {**held.schools, **(schools_named(unknown) if unknown else {})}
    return Held(held.at, moment, step, schools, numbers)


def _moved(held: Held, year: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, {"step": held.step, "year": year, "at": held.settled_at - SETTLED})
        return [school for (school,) in cursor.fetchall()]


def _settled_step(moment: datetime) -> int:
    """The last step of which everything before it is there to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED_STEP, [moment - SETTLED])
        row = cursor.fetchone()
    return int(row[0]) if row else 0
