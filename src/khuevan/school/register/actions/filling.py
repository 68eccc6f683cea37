"""Numbers of the register, and the entry of everybody who is in a class already; a few statements for a province."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.units.api import Unit

from .holding import demand
from .recording import BOOK

_COUNTERS = """
INSERT INTO register_counter (school_id, last) SELECT s, 0 FROM unnest(%(schools)s::bigint[]) AS s
ON CONFLICT DO NOTHING"""
_HOLD = "SELECT FROM register_counter WHERE school_id = ANY(%(schools)s) ORDER BY school_id FOR UPDATE"
_LINES = """
WITH first AS (
  SELECT DISTINCT ON (e.school_id, e.student_id) e.school_id, e.student_id, e.starts_on, c.grade, c.name, e.number
  FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.id = e.school_class_id
  WHERE e.school_id = ANY(%(schools)s) AND NOT EXISTS (
    SELECT FROM register_registerline l WHERE l.school_id = e.school_id AND l.student_id = e.student_id)
  ORDER BY e.school_id, e.student_id, e.starts_on, e.id
)
INSERT INTO register_registerline (school_id, student_id, number, entered_on)
SELECT f.school_id, f.student_id, k.last + row_number() OVER (
  PARTITION BY f.school_id ORDER BY f.starts_on, f.grade DESC, f.name, f.number, f.student_id), f.starts_on
FROM first f JOIN register_counter k ON k.school_id = f.school_id"""
_COUNTED = """
UPDATE register_counter k SET last = l.last FROM (
  SELECT school_id, max(number) AS last FROM register_registerline WHERE school_id = ANY(%(schools)s) GROUP BY 1
) l WHERE l.school_id = k.school_id AND l.last > k.last"""
_STAYS = """
SELECT e.school_id, e.student_id, e.year, e.school_class_id, e.starts_on, e.ends_on, e.note, c.grade,
  y.ends_on AS last_day, y.closed_at, lag(c.grade) OVER w AS grade_before, lag(e.year) OVER w AS year_before,
  lag(e.school_class_id) OVER w AS class_before, lead(e.id) OVER w AS next,
  CASE WHEN e.note LIKE 'Chuyển đ%%' THEN regexp_replace(e.note, '^Chuyển (đến từ|đến|đi) ?', '') ELSE '' END AS place
FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.id = e.school_class_id
JOIN enrolment_schoolyear y ON y.school_id = e.school_id AND y.year = e.year
WHERE e.school_id = ANY(%(schools)s) AND NOT EXISTS (
  SELECT FROM register_lifeevent v WHERE v.school_id = e.school_id AND v.student_id = e.student_id)
WINDOW w AS (PARTITION BY e.school_id, e.student_id ORDER BY e.starts_on, e.id)"""
_EVENTS = f"""
WITH stays AS ({_STAYS}), said AS (
  SELECT school_id, student_id, year,
    CASE WHEN note LIKE 'Chuyển đến từ %%' THEN 'transfer_in' ELSE 'enrol' END AS kind,
    starts_on AS day, NULL::bigint AS class_from, school_class_id AS class_to, place, '' AS reason
  FROM stays WHERE year_before IS NULL
  UNION ALL SELECT school_id, student_id, year, CASE WHEN grade = grade_before THEN 'repeat'
    WHEN grade = grade_before + 1 OR (grade_before, grade) = (18, 1) THEN 'promote' ELSE 'skip' END,
    starts_on, class_before, school_class_id, '', ''
  FROM stays WHERE year > year_before
  UNION ALL SELECT school_id, student_id, year, 'change', starts_on, class_before, school_class_id, '', ''
  FROM stays WHERE year = year_before
  UNION ALL SELECT school_id, student_id, year, CASE WHEN place <> '' AND note NOT LIKE 'Chuyển đến từ %%'
    THEN 'transfer_out' ELSE 'leave' END, ends_on + 1, school_class_id, NULL, place,
    CASE place WHEN '' THEN note ELSE '' END
  FROM stays WHERE next IS NULL AND ends_on < last_day
  UNION ALL SELECT school_id, student_id, year, 'complete', last_day, school_class_id, NULL, '', ''
  FROM stays WHERE next IS NULL AND ends_on IS NULL AND closed_at IS NOT NULL AND grade IN (5, 9, 12, 18)
)
INSERT INTO register_lifeevent (school_id, student_id, uid, kind, year, "on", class_from_id, class_to_id,
  other_school_id, other_place, reason_code, reason, paper_no, kept, at, user_id, by, undone_by, undone_reason)
SELECT s.school_id, s.student_id, md5(concat_ws('/', 'register', s.school_id, s.student_id, s.kind, s.day))::uuid,
  s.kind, s.year, s.day, s.class_from, s.class_to, u.id, CASE WHEN u.id IS NULL THEN s.place ELSE '' END, '', s.reason,
  '', '[]', %(at)s, %(user)s, %(by)s, '', ''
FROM said s LEFT JOIN LATERAL (
  SELECT min(id) AS id FROM units_unit WHERE s.place <> '' AND kind = 'school' AND name = s.place HAVING count(*) = 1
) u ON true
ORDER BY s.school_id, s.student_id, s.day"""  # noqa: S608 - our own text


def fill_register(actor: Actor, school_id: int) -> int:
    """Give a number to everybody who is or was in a class and has none, and write what their places in classes say:
    how they came, how they went up or repeated, how they left. How many got a number."""
    demand(actor, "register", Unit(pk=school_id))
    count = fill([school_id], now(), actor.name, actor.user_id)
    if count:
        record(actor, school_id, BOOK, "fill", [Change("Sổ đăng bộ", None, {"lines": count})])
    return count


def fill(schools: Collection[int], at: datetime, by: str, user_id: int | None = None) -> int:
    """The same for many schools at once, in the caller's scope and without the ledger."""
    given = {"schools": list(schools), "at": at, "by": by, "user": user_id}
    with connection.cursor() as cursor:
        for statement in (_COUNTERS, _HOLD, _LINES):
            cursor.execute(statement, given)
        count = cursor.rowcount
        cursor.execute(_COUNTED, given)
        cursor.execute(_EVENTS, given)
    return count


_NUMBER = """
INSERT INTO register_registerline (school_id, student_id, number, entered_on)
SELECT k.school_id, p.student, k.last + row_number() OVER (ORDER BY p.place), %(on)s
FROM unnest(%(students)s::bigint[]) WITH ORDINALITY AS p(student, place)
JOIN register_counter k ON k.school_id = %(school)s
WHERE NOT EXISTS (SELECT FROM register_registerline l WHERE l.school_id = k.school_id AND l.student_id = p.student)"""


def number_pupils(school_id: int, students: Collection[int], on: object) -> None:
    """Give numbers to those of the pupils who have none yet; they stay for ever."""
    given = {"schools": [school_id], "school": school_id, "students": list(students), "on": on}
    with connection.cursor() as cursor:
        for statement in (_COUNTERS, _HOLD, _NUMBER, _COUNTED):
            cursor.execute(statement, given)
