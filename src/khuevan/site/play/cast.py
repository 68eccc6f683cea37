"""Who plays: teachers with books that are open, and the leaders of their schools. Read as the owner."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import psycopg

from khuevan.kernel.errors import Invalid

_YEARS = """
SELECT y.year, min(t.starts_on), max(t.ends_on) FROM enrolment_schoolyear y
JOIN enrolment_term t ON t.school_id = y.school_id AND t.year = y.year
WHERE y.closed_at IS NULL GROUP BY 1 ORDER BY 1 DESC"""
_TERMS = """
SELECT t.number, min(t.starts_on), max(t.ends_on),
  count(*) FILTER (WHERE NOT EXISTS (SELECT FROM gradebook_termlock l WHERE l.school_id = t.school_id
    AND l.year = t.year AND l.term = t.number AND l.lifted_at IS NULL)) AS open
FROM enrolment_term t WHERE t.year = %s AND EXISTS (SELECT FROM enrolment_schoolclass c
  WHERE c.school_id = t.school_id AND c.year = t.year AND c.grade BETWEEN 6 AND 12) GROUP BY 1 ORDER BY 1"""
_TEACHERS = """
SELECT u.username, b.uid, b.id, c.uid
FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id AND c.year = %(year)s
  AND c.grade BETWEEN 6 AND 12
JOIN enrolment_subject s ON s.code = b.subject_id AND s.form = 'score'
JOIN accounts_user u ON u.person_id = b.teacher_id
WHERE NOT EXISTS (SELECT FROM gradebook_termlock l WHERE l.school_id = b.school_id AND l.year = %(year)s
    AND l.term = %(term)s AND l.lifted_at IS NULL)
  AND (SELECT count(*) FROM accounts_assignment a WHERE a.user_id = u.id) = 1
ORDER BY md5(concat_ws('/', %(seed)s::text, u.username)), u.username, b.id"""
_LEADERS = """
SELECT DISTINCT ON (a.unit_id) u.username, a.unit_id FROM accounts_assignment a
JOIN accounts_user u ON u.id = a.user_id
WHERE a.kind = 'leader' AND a.unit_id = ANY(%s)
  AND (SELECT count(*) FROM accounts_assignment o WHERE o.user_id = u.id) = 1
ORDER BY a.unit_id, u.id"""
_SCHOOLS = """
SELECT DISTINCT a.unit_id FROM accounts_assignment a JOIN accounts_user u ON u.id = a.user_id
WHERE u.username = ANY(%s) AND a.unit_id IS NOT NULL ORDER BY 1"""
_MOVABLE = """
SELECT p.uid, (SELECT min(o.id) FROM enrolment_schoolclass o WHERE o.school_id = c.school_id AND o.year = c.year
  AND o.grade = c.grade AND o.id <> c.id)
FROM enrolment_enrolment e JOIN enrolment_schoolclass c ON c.school_id = e.school_id AND c.id = e.school_class_id
JOIN people_person p ON p.id = e.student_id
WHERE e.school_id = %(school)s AND e.year = %(year)s AND e.ends_on IS NULL AND c.grade BETWEEN 6 AND 12
  AND p.full_name <> ALL (%(story)s)
ORDER BY md5(concat_ws('/', %(seed)s::text, p.uid)) LIMIT 200"""
_STORY = ["Nguyễn Hoàng An", "Nguyễn Hoàng Bi", "Lý Trần Gia Hân"]


class Book(NamedTuple):
    """A book of marks; ``number`` is what the form of signing calls it."""

    uid: UUID
    number: int
    school_class: UUID


class Teacher(NamedTuple):
    """Who writes marks."""

    username: str
    books: list[Book]


class Leader(NamedTuple):
    """Who moves pupils: each with a class of the same grade, where there is one."""

    username: str
    pupils: list[tuple[UUID, int | None]]


class Term(NamedTuple):
    """A term of the working year, and whether it is open at any school."""

    number: int
    first: date
    last: date
    is_open: bool


def days_of(connection: psycopg.Connection, first: date, last: date) -> tuple[int, Term]:
    """The year and the term in which all days from ``first`` to ``last`` lie. Raises ``Invalid`` with what would do."""
    years = connection.execute(_YEARS).fetchall()
    if not years:
        raise Invalid("Chưa có năm học nào đang mở.", hint="Tạo tỉnh giả lập trước: khuevan province.")
    year = int(years[0][0])
    terms = [Term(number, begin, end, bool(there)) for number, begin, end, there in connection.execute(_TERMS, [year])]
    found = next((one for one in terms if one.first <= first and last <= one.last), None)
    usable = [f"{_day(one.first)} đến {_day(one.last)} (học kì {one.number})" for one in terms if one.is_open]
    hint = f"Chọn những ngày từ {', hoặc '.join(usable)}." if usable else "Mở khoá học kì ở một trường trước."
    if found is None:
        raise Invalid("Từ ngày đến ngày phải nằm trong một học kì của năm học đang mở.", hint=hint)
    if not found.is_open:
        raise Invalid(f"Học kì {found.number} đã khoá sổ ở mọi trường.", hint=hint)
    return year, found


def teachers(connection: psycopg.Connection, year: int, term: int, seed: int, wanted: int) -> list[Teacher]:
    """As many teachers of grades 6 to 12, chosen by ``seed``, with all their books that are open."""
    found: dict[str, list[Book]] = {}
    for username, uid, number, school_class in connection.execute(
        _TEACHERS, {"year": year, "term": term, "seed": seed}
    ):
        if username not in found and len(found) == wanted:
            break
        found.setdefault(username, []).append(Book(uid, number, school_class))
    return [Teacher(*one) for one in found.items()]


def leaders(connection: psycopg.Connection, year: int, seed: int, playing: list[Teacher]) -> list[Leader]:
    """A leader of each school of the teachers, with pupils who may be moved."""
    schools = [school for (school,) in connection.execute(_SCHOOLS, [[one.username for one in playing]])]
    found = []
    for username, school in connection.execute(_LEADERS, [schools]).fetchall():
        given = {"school": school, "year": year, "seed": seed, "story": _STORY}
        found.append(Leader(username, connection.execute(_MOVABLE, given).fetchall()))  # type: ignore[arg-type]
    return found


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
