"""Write down who looked."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.dates import school_year_of
from khuevan.registry.accounts.api import Actor

_WRITE = """
INSERT INTO audit_access (school_id, student_id, at, user_id, by, role, page)
SELECT %s, unnest, %s, %s, %s, %s, %s FROM unnest(%s::bigint[])"""


def log_access(actor: Actor, school_id: int, student_ids: Iterable[int], page: str) -> None:
    """One row a pupil whose data the page shows, in one statement.

    ``page`` is Vietnamese, as records are; it is translated when read.
    """
    role = f"{actor.title}, {actor.unit_name}".strip(", ")[:120]
    seen = sorted(set(student_ids))
    if seen:
        with connection.cursor() as cursor:
            who = [now(), actor.user_id, actor.name or "Khách", role, page[:120]]
            cursor.execute(_WRITE, [school_id, *who, seen])


def make_room(day: date) -> None:
    """Looks and entries of the school year of ``day`` and of the next get a partition each, unless they have one.

    Numbers of entries go on from those of the year once it has begun.
    """
    with connection.cursor() as cursor:
        for year in (school_year_of(day), school_year_of(day) + 1):
            cursor.execute("SELECT audit_access_year(%s), audit_entry_year(%s)", [year, year])
