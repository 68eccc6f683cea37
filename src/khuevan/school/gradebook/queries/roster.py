"""A class list with what the rules say of each pupil: one query, made for the pages that are opened most.

No condition names the school: row-level security does, and saying it twice makes PostgreSQL expect one row where there
are forty and look each of them up. ``OFFSET 0`` keeps people from being gathered by school instead of by pupil. See
docs/decisions/0013-fast-pages.md.
"""

from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from .sheets import YEAR, term_of

_SQL = """
SELECT e.student_id, p.uid, p.code, p.full_name, p.birth_year, p.birth_month, p.birth_day, e.number, e.ends_on, e.note,
       coalesce(r.academic, ''), coalesce(r.adjusted_by, ''), coalesce(r.conduct, ''),
       coalesce(r.award, ''), coalesce(r.outcome, ''), '' -- columns
FROM enrolment_enrolment e
JOIN LATERAL (
  SELECT uid, code, full_name, birth_year, birth_month, birth_day FROM people_person WHERE id = e.student_id OFFSET 0
) p ON true
LEFT JOIN gradebook_result r ON r.school_class_id = e.school_class_id AND r.student_id = e.student_id
  AND r.term = %(term)s -- joins
WHERE e.school_class_id = %(class)s
ORDER BY e.number, e.starts_on"""
_CASE = """coalesce((
         SELECT jsonb_object_agg(k.student_id, k.kind) FROM gradebook_specialcase k
         WHERE k.class_subject_id = %(book)s AND k.lifted_at IS NULL AND k.term IN (%(term)s, 3)
       ) ->> e.student_id::text, '')"""
_MARKS = """
LEFT JOIN gradebook_markrow m ON m.class_subject_id = (SELECT %(book)s::bigint) AND m.student_id = e.student_id
  AND m.term = %(term)s"""
_TERMS = """
LEFT JOIN gradebook_markrow a ON a.class_subject_id = (SELECT %(book)s::bigint) AND a.student_id = e.student_id
  AND a.term = 1
LEFT JOIN gradebook_markrow b ON b.class_subject_id = (SELECT %(book)s::bigint) AND b.student_id = e.student_id
  AND b.term = 2"""
_LEVELS = """
LEFT JOIN gradebook_primarymark m ON m.class_subject_id = (SELECT %(book)s::bigint) AND m.student_id = e.student_id
  AND m.period = %(period)s"""


class Listed(NamedTuple):
    """A pupil of a class with the codes of a term's results ("" while missing), and in a book the kind of the special
    case for which nobody fills in their cells ("" for none)."""

    id: int
    uid: UUID
    code: str
    name: str
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    number: int
    left_on: date | None
    note: str
    academic: str
    adjusted_by: str
    conduct: str
    award: str
    outcome: str
    case: str

    @property
    def remark(self) -> str:
        """What stands under the name: that the pupil has left, or the note of the class list."""
        if self.left_on is None:
            return self.note
        return _("Rời lớp %(day)s") % {"day": f"{self.left_on:%d/%m/%Y}"}

    @property
    def born(self) -> str:
        """The birth date as far as it is known: ``04/03/2013``, ``03/2013``, ``2013`` or ""."""
        known = [f"{part:02}" for part in (self.birth_day, self.birth_month, self.birth_year) if part]
        return "/".join(known)

    def results(self) -> dict[str, Any]:
        """The codes by name, as in `Result`."""
        return {name: getattr(self, name) for name in ("academic", "adjusted_by", "conduct", "award", "outcome")}


class Marks(NamedTuple):
    """A row of `MarkRow`; in the year also the averages of the terms."""

    regular: list[int | None]
    midterm: int | None
    final: int | None
    average: int | None
    retest: int | None
    comment: str
    term1: int | None = None
    term2: int | None = None


class Levels(NamedTuple):
    """A row of `PrimaryMark`."""

    level: str
    test: int | None
    comment: str


def roster(school_class: SchoolClass, term: int) -> list[Listed]:
    """Everybody who is or was in a class, in the order of the list; who came back stands there once."""
    return [Listed(*row) for row in _rows(_SQL, _of(school_class, term))]


def with_marks(book: ClassSubject, term: int) -> list[tuple[Listed, Marks | None]]:
    """The class list with the marks of a book in a term."""
    columns = ", m.regular, m.midterm, m.final, m.average, m.retest, m.comment"
    return _pairs(_in_book(columns, _MARKS), _of(book.school_class, term) | {"book": book.pk}, Marks)


def with_year(book: ClassSubject) -> list[tuple[Listed, Marks | None]]:
    """The class list with the year of a book: averages of both terms and of the year, re-test.

    Whoever has a term alone stands there with it; the year's own row comes with the year's average or a re-test.
    """
    known = "CASE WHEN num_nonnulls(m.id, a.average, b.average) > 0 THEN coalesce(m.regular, '{}') END"
    columns = f", {known}, m.midterm, m.final, m.average, m.retest, coalesce(m.comment, ''), a.average, b.average"
    return _pairs(_in_book(columns, _MARKS + _TERMS), _of(book.school_class, YEAR) | {"book": book.pk}, Marks)


def with_levels(book: ClassSubject, period: int) -> list[tuple[Listed, Levels | None]]:
    """The class list with the levels of a primary book in a period."""
    given = _of(book.school_class, term_of(period)) | {"book": book.pk, "period": period}
    return _pairs(_in_book(", m.level, m.test, m.comment", _LEVELS), given, Levels)


@cache
def _in_book(columns: str, joins: str) -> str:
    """The class list with columns of a book's rows, and with what closes them."""
    return _SQL.replace(", '' -- columns", f", {_CASE}{columns}").replace("-- joins", joins)


def _of(school_class: SchoolClass, term: int) -> dict[str, Any]:
    return {"term": term, "class": school_class.pk}


def _rows(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list({row[0]: row for row in cursor.fetchall()}.values())


def _pairs(sql: str, given: dict[str, Any], kind: type[Any]) -> list[tuple[Listed, Any]]:
    size = len(Listed._fields)
    return [(Listed(*row[:size]), None if row[size] is None else kind(*row[size:])) for row in _rows(sql, given)]
