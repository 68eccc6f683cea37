"""Whether a term is closed for entry, by whom and since when."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import TIME_ZONE
from khuevan.kernel.errors import Locked
from khuevan.school.enrolment.api import SchoolClass

from ..models import TermLock
from ..ports import Entry, entry_calendar

TERM_NAMES = {1: gettext_noop("Học kì I"), 2: gettext_noop("Học kì II"), 3: gettext_noop("Cả năm")}
"""In Vietnamese, because records keep them."""
_OPEN = """
SELECT (SELECT jsonb_build_object('by', l.locked_by_name, 'at', l.locked_at, 'reason', l.reason)
        FROM gradebook_termlock l
        WHERE l.school_id = y.school_id AND l.year = y.year AND l.term = %(term)s AND l.lifted_at IS NULL),
  y.closed_at, NULL
FROM enrolment_schoolyear y WHERE y.school_id = %(school)s AND y.year = %(year)s"""
_PLACE = {
    "school": "y.school_id",
    "year": "y.year",
    "grade": "%(grade)s::smallint",
    "class": "%(class)s::bigint",
    "book": "%(book)s::bigint",
}


@dataclass(frozen=True)
class Lock:
    """Why nothing can be entered."""

    by: str
    at: datetime
    reason: str

    def as_json(self) -> dict[str, str]:
        """As ``<mark-grid>`` reads it."""
        return {"by": self.by, "at": self.at.isoformat(), "reason": self.reason}


def as_lock(found: dict[str, Any] | None, year_closed_at: datetime | None) -> Lock | None:
    """A lock from a row of `TermLock` as JSON, or from the closing of the year."""
    if found:
        return Lock(found["by"], datetime.fromisoformat(found["at"]), found["reason"])
    if year_closed_at:
        return Lock(_("Nhà trường"), year_closed_at, _("Năm học đã kết thúc"))
    return None


def open_lock(school_id: int, year: int, term: int) -> Lock | None:
    """What keeps a term of a school closed now, or ``None``; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"term": term, "school": school_id, "year": year})
        row = cursor.fetchone()
    return as_lock(json.loads(row[0] or "null"), row[1]) if row else None


def lock_and_entry(school_class: SchoolClass, term: int, book_id: int | None) -> tuple[Lock | None, Entry]:
    """What keeps a term closed now, and what the calendar says of a book or of the homeroom part; one query."""
    calendar = entry_calendar()
    given = {"term": term, "school": school_class.school_id, "year": school_class.year}
    given |= {"grade": school_class.grade, "class": school_class.pk, "book": book_id}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.replace("closed_at, NULL", f"closed_at, {calendar.sql(_PLACE)}"), given)
        row = cursor.fetchone() or (None, None, None)
    entry = calendar.read(json.loads(row[2] or "null"), school_class.grade, book_id is None)
    return as_lock(json.loads(row[0] or "null"), row[1]), entry


def open_locks(school_id: int, year: int) -> dict[int, TermLock]:
    """The open locks of a year by term."""
    sql = "SELECT * FROM gradebook_termlock WHERE school_id = %s AND year = %s AND lifted_at IS NULL"
    return {one.term: one for one in TermLock.objects.raw(sql, [school_id, year])}


def refuse(lock: Lock, term: int) -> Locked:
    """The refusal of a save in a closed term: who closed it, when, and what to do."""
    at = lock.at.astimezone(TIME_ZONE)
    said = _("%(term)s đã khoá sổ: %(by)s khoá lúc %(time)s ngày %(day)s (%(reason)s).") % {
        "term": _(TERM_NAMES[term]),
        "by": lock.by,
        "time": f"{at:%H:%M}",
        "day": f"{at:%d/%m/%Y}",
        "reason": lock.reason,
    }
    hint = _("Nếu cần sửa, hãy đề nghị lãnh đạo nhà trường mở khoá và nêu rõ lý do.")
    return Locked(said, hint=hint, code="locked")
