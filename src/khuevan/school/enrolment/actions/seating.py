"""Put many pupils into classes at once."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection
from django.db.models import Max

from khuevan.kernel.clock import today
from khuevan.registry.isolation.api import among, copied
from khuevan.registry.people.api import Kept, made, made_rows

from ..models import Enrolment, SchoolYear

TABLE = "enrolment"


def day_in(school_id: int, year: int) -> tuple[date, date]:
    """The day on which a change of today counts, within the school year; and the year's first day."""
    one = SchoolYear.objects.get(school_id=school_id, year=year)
    return min(max(today(), one.starts_on), one.ends_on), one.starts_on


def seat(school_id: int, year: int, seats: Mapping[int, int]) -> list[Kept]:
    """Pupil → class. Who is in another class leaves it; who comes stands at the end of the list.

    The first pupils of a class have been there since the year began, later ones since today. A place of today is
    mended instead of ended, for it was nobody's for a day.
    """
    day, first_day = day_in(school_id, year)
    opened = Enrolment.objects.filter(school_id=school_id, year=year, ends_on=None, student_id__in=among(seats))
    there = {row[1]: row for row in opened.values_list("id", "student_id", "school_class_id", "starts_on", "number")}
    numbers = Enrolment.objects.filter(school_id=school_id, school_class_id__in=among(set(seats.values())))
    last = dict(numbers.order_by().values_list("school_class_id").annotate(Max("number")))
    full = set(last)
    mended, ended, fresh = [], [], []
    for student, place in seats.items():
        old = there.get(student)
        if old and old[2] == place:
            continue
        last[place] = number = last.get(place, 0) + 1
        if old and old[3] >= day:
            mended.append((old[0], place, number))
        else:
            ended += [(old[0], day - timedelta(days=1))] if old else []
            fresh.append((student, place, number, day if old or place in full else first_day))
    before = {row[0]: {"school_class_id": row[2], "number": row[4], "ends_on": None} for row in there.values()}
    kept = [Kept(TABLE, row[0], before[row[0]]) for row in [*mended, *ended]]
    return kept + _write(school_id, year, mended, ended, fresh)


def _write(school_id: int, year: int, mended: list, ended: list, fresh: list) -> list[Kept]:
    with copied("seats_mended", "id bigint, place bigint, number smallint", mended) as cursor:
        cursor.execute(
            "UPDATE enrolment_enrolment e SET school_class_id = m.place, number = m.number FROM seats_mended m"
            " WHERE e.id = m.id"
        )
    with copied("seats_ended", "id bigint, day date", ended) as cursor:
        cursor.execute("UPDATE enrolment_enrolment e SET ends_on = m.day FROM seats_ended m WHERE e.id = m.id")
    with copied("seats_new", "student bigint, place bigint, number smallint, day date", fresh) as cursor:
        cursor.execute(
            "INSERT INTO enrolment_enrolment (school_id, student_id, year, school_class_id, number, starts_on, note)"
            " SELECT %s, student, %s, place, number, day, '' FROM seats_new RETURNING id",
            [school_id, year],
        )
        return made(TABLE, [row[0] for row in cursor.fetchall()])


def unseat(kept: list[Kept]) -> None:
    """Take back what `seat` did."""
    before = [(one.row, one.before["school_class_id"], one.before["number"]) for one in kept if one.before is not None]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM enrolment_enrolment WHERE id = ANY(%s)", [made_rows(kept, TABLE)])
    with copied("seats_before", "id bigint, place bigint, number smallint", before) as cursor:
        cursor.execute(
            "UPDATE enrolment_enrolment e SET school_class_id = b.place, number = b.number, ends_on = NULL"
            " FROM seats_before b WHERE e.id = b.id"
        )
