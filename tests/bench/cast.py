"""Whom to measure as: homeroom teachers of secondary classes with a book of their own there, and parents."""

from typing import NamedTuple
from uuid import UUID

import psycopg

YEAR, TERM, COLUMNS = 2025, 2, 4
_TEACHERS = """
SELECT u.username, cs.uid, c.uid,
  (SELECT o.uid FROM enrolment_classsubject o WHERE o.school_class_id = c.id AND o.id <> cs.id
   AND o.regular_count = cs.regular_count ORDER BY o.id LIMIT 1)
FROM enrolment_schoolclass c
JOIN accounts_user u ON u.person_id = c.homeroom_id
JOIN enrolment_classsubject cs ON cs.school_class_id = c.id AND cs.teacher_id = c.homeroom_id
JOIN enrolment_subject s ON s.code = cs.subject_id
WHERE c.year = %s AND c.grade >= 6 AND s.form = 'score' AND cs.regular_count = %s
  AND (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1
ORDER BY row_number() OVER (PARTITION BY c.school_id ORDER BY c.id), c.school_id
"""
_PARENTS = """
SELECT u.username, p.uid
FROM accounts_user u
JOIN people_guardianship g ON g.guardian_id = u.person_id
JOIN people_person p ON p.id = g.student_id
JOIN enrolment_enrolment e ON e.student_id = p.id AND e.year = %s AND e.ends_on IS NULL
JOIN enrolment_schoolclass c ON c.id = e.school_class_id AND c.grade >= 6
WHERE (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1
ORDER BY c.school_id, c.id, e.number
"""


_LEADERS = """
SELECT u.username FROM accounts_user u JOIN accounts_assignment a ON a.user_id = u.id
JOIN enrolment_schoolclass c ON c.school_id = a.unit_id AND c.year = %s AND c.grade = 7
WHERE a.kind = 'leader' GROUP BY u.username, a.unit_id ORDER BY row_number() OVER (PARTITION BY a.unit_id), a.unit_id
"""


class Teacher(NamedTuple):
    """A teacher with a book of marks, the class that it belongs to, and another book of that class."""

    username: str
    book: UUID
    school_class: UUID
    other_book: UUID


class Parent(NamedTuple):
    """A parent of one pupil."""

    username: str
    child: UUID


def teachers(connection: psycopg.Connection, wanted: int) -> list[Teacher]:
    """As many, from all schools in turn, each with a class of their own."""
    rows = [Teacher(*row) for row in connection.execute(_TEACHERS, [YEAR, COLUMNS])]
    found = {row.username: row for row in reversed(rows)}
    assert len(found) >= wanted, f"Only {len(found)} teachers fit."
    return [row for row in rows if found[row.username] is row][:wanted]


def parents(connection: psycopg.Connection, wanted: int) -> list[Parent]:
    """As many, spread over the pupils."""
    rows = list({row[0]: Parent(*row) for row in connection.execute(_PARENTS, [YEAR])}.values())
    return rows[:: len(rows) // wanted][:wanted]


def leaders(connection: psycopg.Connection, wanted: int) -> list[str]:
    """As many leaders of secondary schools, those of one school again where there are not enough."""
    rows = [name for (name,) in connection.execute(_LEADERS, [YEAR])]
    assert rows
    return [rows[n % len(rows)] for n in range(wanted)]


def marks_of(connection: psycopg.Connection, book: UUID) -> dict[int, int]:
    """Midterm marks of a book by student id."""
    sql = """SELECT m.student_id, m.midterm FROM gradebook_markrow m
    JOIN enrolment_classsubject cs ON cs.id = m.class_subject_id WHERE cs.uid = %s AND m.term = %s"""
    return {student: mark or 0 for student, mark in connection.execute(sql, [book, TERM])}
