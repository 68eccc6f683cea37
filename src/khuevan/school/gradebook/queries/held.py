"""What is stored of classes of grades 6 to 12, as the rules and a save need it: one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from django.db import connection

from .cases import Case
from .whole_numbers import Numbers

Book = tuple[int, int, str, str]
"""Class subject id, class id, code of the subject, form of assessment."""
RESULT: Final = (
    "school_class_id",
    "student_id",
    "term",
    "rule_set",
    "academic_raw",
    "academic",
    "adjusted_by",
    "conduct",
    "award",
    "outcome",
)
"""The columns of `Result` that are computed, and whose they are."""
FEW: Final = 8
"""So many pupils are looked up one by one; for more a whole class is read, which takes half as long."""
_STUDENTS = "student_id = any(array(SELECT unnest(%(students)s::bigint[])))"
_SOME = f"((SELECT %(all)s) OR {_STUDENTS})"
_CLASSES = "school_id = (SELECT %(school)s) AND school_class_id = any(array(SELECT unnest(%(classes)s::bigint[])))"
"""Asked by every save: what varies stands behind subselects, so that PostgreSQL keeps one plan."""
_BOOKS = f"""
  SELECT json_agg(json_build_array(b.id, b.school_class_id, b.subject_id, s.form) ORDER BY b.id)::text
  FROM (SELECT * FROM enrolment_classsubject WHERE {_CLASSES}) b JOIN enrolment_subject s ON s.code = b.subject_id"""  # noqa: S608 - our own names
_CONDUCT = f"""
  SELECT json_agg(json_build_array(school_class_id, student_id, term, level, absences, retrained))::text
  FROM gradebook_conduct WHERE {_CLASSES} AND {_SOME}"""  # noqa: S608 - our own names
_MARKS = f"""
  SELECT string_agg(int8send(class_subject_id << 2 | term)
    || int8send(student_id << 8 | CASE term WHEN 3 THEN retest ELSE average END), ''::bytea)
  FROM gradebook_markrow
  WHERE school_id = (SELECT %(school)s) AND CASE term WHEN 3 THEN retest ELSE average END IS NOT NULL
    AND class_subject_id = any(array(SELECT id FROM enrolment_classsubject WHERE {_CLASSES}))"""  # noqa: S608 - our own names
_PARTS = {
    "marks": _MARKS,
    "marks of few": f"{_MARKS} AND {_STUDENTS}",
    "cases": f"""
  SELECT json_agg(json_build_array({", ".join(Case._fields)}))::text FROM (
    SELECT *, school_class_id AS class_id FROM gradebook_specialcase
    WHERE {_CLASSES} AND lifted_at IS NULL AND {_SOME}) c""",  # noqa: S608 - our own names
    "results": f"""
  SELECT json_agg(json_build_array({", ".join(RESULT)}))::text FROM gradebook_result WHERE {_CLASSES} AND {_SOME}""",  # noqa: S608 - our own names
    "years": f"""
  SELECT json_agg(json_build_array(student_id, average))::text FROM gradebook_markrow
  WHERE school_id = (SELECT %(school)s) AND class_subject_id = (SELECT %(book)s::bigint) AND term = 3 AND {_SOME}
    AND regular = '{{}}' AND midterm IS NULL AND final IS NULL AND comment = ''""",  # noqa: S608 - our own names
}


@dataclass(frozen=True)
class Held:
    """Books, conduct (class, student, term, level, absences, retrained), marks and open cases of classes.

    ``marks``: book, term, student and value of each, in columns. ``results`` are rows of `Result` in the order of
    ``RESULT``; ``years`` the averages of a book's year by student id, of rows that hold nothing else.
    """

    books: list[Book]
    conduct: list[tuple[Any, ...]]
    marks: Numbers
    cases: list[Case]
    results: frozenset[tuple[Any, ...]]
    years: dict[int, int | None]


def read_held(
    school_id: int,
    class_ids: Sequence[int],
    students: Sequence[int] | None = None,
    *parts: str,
    book_id: int | None = None,
) -> Held:
    """What is stored of all pupils of some classes of one school, or of some; one query.

    ``parts``: what is read beside books and conduct: "marks", "cases", "results" and, with ``book_id``, "years". What
    is not named is empty. Marks may hold other pupils of the classes as well.
    """
    few = students is not None and len(students) <= FEW
    given = {"school": school_id, "classes": list(class_ids), "all": students is None, "students": list(students or ())}
    with connection.cursor() as cursor:
        cursor.execute(_statement(few, parts), given | {"book": book_id})
        books, conduct, marks, *texts = cursor.fetchone()
    cases, results, years = (json.loads(text or "[]") for text in texts)
    return Held(
        json.loads(books or "[]"),
        json.loads(conduct or "[]"),
        _unpacked(marks or b""),
        [Case(*row) for row in cases],
        frozenset(map(tuple, results)),
        dict(years),
    )


@lru_cache
def _statement(few: bool, parts: tuple[str, ...]) -> str:
    sql = {name: f"({_PARTS[name]})" if name in parts else "NULL" for name in ("marks", "cases", "results", "years")}
    if few and "marks" in parts:
        sql["marks"] = f"({_PARTS['marks of few']})"
    return f"SELECT ({_BOOKS}), ({_CONDUCT}), {', '.join(sql.values())}"


def _unpacked(marks: bytes) -> Numbers:
    """Book, term, student and value, from two numbers of eight bytes."""
    where, what = np.frombuffer(marks, ">i8").astype(np.int64).reshape(-1, 2).T
    return np.array([where >> 2, where & 3, what >> 8, what & 255])
