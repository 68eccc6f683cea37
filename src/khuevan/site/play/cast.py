"""Who plays: teachers with what they fill in, and the leaders of their schools. Read as the owner.

The people of the story, their classes, and schools in whose books something is wrong on purpose do not play.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from khuevan.site.personas import DEPUTY, PERSONAS
from khuevan.site.province.planted import left_alone

_KEPT = """
WITH kept AS (SELECT id FROM enrolment_schoolclass WHERE homeroom_id IN
  (SELECT person_id FROM accounts_user WHERE username = ANY(%(story)s)))"""
_TEACHERS = f"""{_KEPT},
open AS (
  SELECT * FROM enrolment_schoolclass c WHERE c.year = %(year)s AND c.grade BETWEEN 1 AND 12
    AND c.id NOT IN (SELECT id FROM kept) AND c.school_id <> ALL (%(apart)s)
    AND NOT EXISTS (SELECT FROM gradebook_termlock l WHERE l.school_id = c.school_id AND l.year = %(year)s
      AND l.term = %(term)s AND l.lifted_at IS NULL)),
desks AS (
  SELECT b.teacher_id AS person_id, b.uid, c.uid AS class_uid, c.grade, false AS whole_class, b.id
  FROM enrolment_classsubject b JOIN open c ON c.school_id = b.school_id AND c.id = b.school_class_id
  UNION ALL SELECT c.homeroom_id, c.uid, c.uid, c.grade, true, c.id FROM open c)
SELECT u.username, d.uid, d.class_uid, d.grade, d.whole_class FROM desks d JOIN accounts_user u USING (person_id)
WHERE (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1 AND u.username <> ALL (%(story)s)
ORDER BY md5(concat_ws('/', %(seed)s::text, u.username)), u.username, d.whole_class, d.id"""  # noqa: S608 - our own text
_LEADERS = """
SELECT DISTINCT ON (a.unit_id) u.username, a.unit_id FROM accounts_assignment a
JOIN accounts_user u ON u.id = a.user_id
WHERE a.kind = 'leader' AND a.unit_id = ANY(%(schools)s) AND u.username <> ALL (%(story)s)
  AND (SELECT count(*) FROM accounts_assignment o WHERE o.user_id = u.id) = 1
ORDER BY a.unit_id, u.id"""
_SCHOOLS = """
SELECT DISTINCT a.unit_id FROM accounts_assignment a JOIN accounts_user u ON u.id = a.user_id
WHERE u.username = ANY(%s) AND a.unit_id IS NOT NULL ORDER BY 1"""
_CLASSES = f"""{_KEPT}
SELECT id, grade FROM enrolment_schoolclass WHERE school_id = %(school)s AND year = %(year)s
  AND grade BETWEEN 1 AND 12 AND id NOT IN (SELECT id FROM kept) ORDER BY 1"""  # noqa: S608 - our own text
_PUPILS = f"""{_KEPT}
SELECT p.uid, c.grade
FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.school_id = e.school_id AND c.id = e.school_class_id
JOIN people_person p ON p.id = e.student_id
WHERE e.school_id = %(school)s AND e.year = %(year)s AND c.grade BETWEEN 1 AND 12
  AND e.starts_on < %(first)s AND coalesce(e.ends_on, 'infinity') >= %(first)s::date - 1
  AND c.id NOT IN (SELECT id FROM kept) AND p.full_name <> ALL (%(children)s)
ORDER BY md5(concat_ws('/', %(seed)s::text, p.uid)) LIMIT 200"""  # noqa: S608 - our own text
_STORY = [one.username for one in PERSONAS if one.username != DEPUTY]
_CHILDREN = ["Nguyễn Hoàng An", "Nguyễn Hoàng Bi", "Lý Trần Gia Hân"]


class Desk(NamedTuple):
    """What somebody fills in: a book of a class in a subject, or of the whole class its teacher's part."""

    uid: UUID
    school_class: UUID
    grade: int
    whole_class: bool = False


class Teacher(NamedTuple):
    """Who writes marks, levels and comments."""

    username: str
    desks: list[Desk]


class Leader(NamedTuple):
    """Who moves and receives pupils: who was there on the first day, by grade; and their classes (id, grade)."""

    username: str
    pupils: list[tuple[UUID, int]]
    classes: list[tuple[int, int]]


def teachers(connection: psycopg.Connection, year: int, term: int, seed: int, wanted: int) -> list[Teacher]:
    """As many teachers of grades 1 to 12, chosen by ``seed``, with all that they fill in and that is open."""
    found: dict[str, list[Desk]] = {}
    given = {"year": year, "term": term, "seed": seed, "story": _STORY, "apart": _apart(connection)}
    for username, *desk in connection.execute(_TEACHERS, given):
        if username not in found and len(found) == wanted:
            break
        found.setdefault(username, []).append(Desk(*desk))
    return [Teacher(*one) for one in found.items()]


def leaders(connection: psycopg.Connection, year: int, seed: int, playing: list[Teacher], first: date) -> list[Leader]:
    """A leader of each school of the teachers. Who was there before ``first`` stays on the list when moved or gone, so
    that the same days choose the same pupils again."""
    schools = [school for (school,) in connection.execute(_SCHOOLS, [[one.username for one in playing]])]
    found = []
    for username, school in connection.execute(_LEADERS, {"schools": schools, "story": _STORY}).fetchall():
        given: dict[str, Any] = {"school": school, "year": year, "seed": seed, "first": first}
        given |= {"story": _STORY, "children": _CHILDREN}
        pupils, classes = (connection.execute(sql, given).fetchall() for sql in (_PUPILS, _CLASSES))
        found.append(Leader(username, pupils, classes))  # type: ignore[arg-type]
    return found


def _apart(connection: psycopg.Connection) -> list[int]:
    """Schools in whose books something is wrong on purpose; they are numbered in the order of their making."""
    rows = connection.execute("SELECT id FROM units_unit WHERE kind = 'school' ORDER BY 1")
    return left_alone([school for (school,) in rows])
