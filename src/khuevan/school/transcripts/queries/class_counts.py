"""The numbers behind the progress of classes, in two statements however many classes there are. Part of the page of
every book, so it is plain SQL."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

_COUNTS = """
WITH present AS (
  SELECT school_id, school_class_id, student_id FROM enrolment_enrolment
  WHERE ends_on IS NULL AND -- these
), current AS (
  SELECT v.school_id, v.id, p.school_class_id, c.state
  FROM present p
  JOIN transcripts_transcript t ON t.school_id = p.school_id AND t.student_id = p.student_id
    AND t.school_class_id = p.school_class_id
  JOIN transcripts_version v ON v.school_id = t.school_id AND v.transcript_id = t.id AND v.superseded_at IS NULL
  JOIN approvals_case c ON c.school_id = v.school_id AND c.id = v.case_id
), subject AS (
  SELECT v.school_class_id, v.state, s.section, s.student_id, s.stale_at,
    bool_or(s.stale_at IS NULL) OVER (PARTITION BY s.version_id, s.section) AS holds
  FROM current v
  JOIN transcripts_sectionsignature s ON s.school_id = v.school_id AND s.version_id = v.id AND s.role = 'subject'
    -- parts
)
SELECT 'pupils', school_class_id, '', count(*), 0, 0 FROM present GROUP BY 2
UNION ALL
SELECT 'state', school_class_id, state, count(*), 0, 0 FROM current GROUP BY 2, 3
UNION ALL
SELECT 'section', school_class_id, section, count(*) FILTER (WHERE stale_at IS NULL),
  count(*) FILTER (WHERE stale_at IS NULL AND state = 'draft'),
  count(DISTINCT student_id) FILTER (WHERE NOT holds)
FROM subject GROUP BY 2, 3"""
_KEY = """
UNION ALL
SELECT 'key', %(class)s, '', count(*), 0, 0 FROM signing_signingkey
WHERE school_id = %(school)s AND person_id = %(signer)s AND revoked_at IS NULL"""
_TOTALS = """
WITH present AS (
  SELECT e.school_id, e.school_class_id, e.student_id FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.school_id = e.school_id AND c.id = e.school_class_id AND c.grade BETWEEN 1 AND 12
  WHERE e.school_id = %s AND e.year = %s AND e.ends_on IS NULL
)
SELECT 'pupils', count(*) FROM present
UNION ALL
SELECT k.state, count(*) FROM present p
JOIN transcripts_transcript t ON t.school_id = p.school_id AND t.student_id = p.student_id
  AND t.school_class_id = p.school_class_id
JOIN transcripts_version v ON v.school_id = t.school_id AND v.transcript_id = t.id AND v.superseded_at IS NULL
JOIN approvals_case k ON k.school_id = v.school_id AND k.id = v.case_id
GROUP BY k.state"""
_BOOKS = """
SELECT b.school_class_id, b.id, b.uid, b.subject_id, s.name, b.teacher_id, coalesce(p.full_name, '')
FROM enrolment_classsubject b
JOIN enrolment_subject s ON s.code = b.subject_id
LEFT JOIN people_person p ON p.id = b.teacher_id
WHERE -- these
ORDER BY s.position"""
_MANY = """school_id = any(array(SELECT unnest(%(schools)s::bigint[])))
  AND school_class_id = any(array(SELECT unnest(%(classes)s::bigint[])))"""
_PARTS = "AND s.section = any(array(SELECT unnest(%(parts)s::text[])))"
_ONE = "school_id = %(school)s AND school_class_id = %(class)s"
"""PostgreSQL plans a statement anew for each array that it sees, which costs more than to run it: behind a subselect it
sees none. One class has a statement of its own."""


class Signed(NamedTuple):
    """A section of the pupils of a class: signed for how many, how many of these are in draft, for how many lapsed."""

    whole: int = 0
    in_draft: int = 0
    lapsed: int = 0


class Book(NamedTuple):
    """A subject of a class with its teacher, "" where there is none."""

    school_class_id: int
    id: int
    uid: UUID
    code: str
    name: str
    teacher_id: int | None
    teacher: str


@dataclass
class Counts:
    """Of one class: pupils present, how many current versions are in which state, signatures by section."""

    pupils: int = 0
    states: Counter[str] = field(default_factory=Counter)
    sections: dict[str, Signed] = field(default_factory=dict)
    has_key: bool = False


def count_classes(
    schools: Sequence[int], classes: Sequence[int], parts: Sequence[str] | None = None, signer: int | None = None
) -> dict[int, Counts]:
    """Counts of these classes of these schools, by class id; signatures of all sections, or of ``parts`` alone.

    Of one class also whether ``signer`` (a person) has a live key at its school.
    """
    found = {pk: Counts() for pk in classes}
    given: dict[str, Any] = {} if parts is None else {"parts": sorted(set(parts))}
    sql = _COUNTS.replace("-- parts", "" if parts is None else _PARTS)
    if signer is not None:
        sql, given = sql + _KEY, given | {"signer": signer}
    for kind, class_id, name, *numbers in _rows(sql, schools, classes, **given):
        one = found[class_id]
        if kind == "key":
            one.has_key = numbers[0] > 0
        elif kind == "pupils":
            one.pupils = numbers[0]
        elif kind == "state":
            one.states[name] = numbers[0]
        else:
            one.sections[name] = Signed(*numbers)
    return found


def count_school(school_id: int, year: int) -> Counter[str]:
    """Of a school's year (grades 1 to 12): ``pupils``, and how many current versions are in which state; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [school_id, year])
        return Counter(dict(cursor.fetchall()))


def books_of(schools: Sequence[int], classes: Sequence[int]) -> list[Book]:
    """The subjects of these classes in the order of the transcript."""
    return [Book(*row) for row in _rows(_BOOKS, schools, classes)]


def _rows(sql: str, schools: Sequence[int], classes: Sequence[int], **more: Any) -> list[Any]:
    one = len(schools) == len(classes) == 1
    given = {"school": schools[0], "class": classes[0]} if one else {"schools": list(schools), "classes": list(classes)}
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("-- these", _ONE if one else _MANY), given | more)
        return cursor.fetchall()
