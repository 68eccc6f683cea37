"""How far the homeroom teachers' parts are: conduct and absences, qualities and competences, or what is observed of the
children of a preschool."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from khuevan.kernel.clock import today

from ..rules.preschool import AGE_OF_GRADE
from ..rules.tt27_2020 import traits
from .sheets import LAST_PRIMARY_GRADE, observed_in

_SQL = """
SELECT c.id, c.uid, c.name, c.grade, coalesce(h.full_name, ''), count(e.student_id),
  count(nullif(k.level, '')) + count(k.absences),
  coalesce(sum(cardinality(array_remove(q.qualities || q.general || q.specific, ''))), 0),
  coalesce(array_agg(e.student_id ORDER BY e.number)
    FILTER (WHERE nullif(k.level, '') IS NULL OR k.absences IS NULL), '{}'),
  coalesce(array_agg(e.student_id ORDER BY e.number) FILTER (WHERE q.id IS NULL
    OR cardinality(array_remove(q.qualities || q.general || q.specific, '')) < (%(traits)s::int[])[c.grade]), '{}'),
  coalesce(sum(o.seen), 0), coalesce(array_agg(e.student_id ORDER BY e.number) FILTER (WHERE o.seen < o.expected), '{}')
FROM enrolment_schoolclass c
LEFT JOIN people_person h ON h.id = c.homeroom_id
LEFT JOIN enrolment_enrolment e ON e.school_id = c.school_id AND e.school_class_id = c.id AND e.ends_on IS NULL
LEFT JOIN gradebook_conduct k ON k.school_id = c.school_id AND k.school_class_id = c.id
  AND k.student_id = e.student_id AND k.term = %(term)s
LEFT JOIN gradebook_primarytraits q ON q.school_id = c.school_id AND q.school_class_id = c.id
  AND q.student_id = e.student_id AND q.period = %(period)s
LEFT JOIN gradebook_observation r ON c.grade > 12 AND r.school_id = c.school_id AND r.school_class_id = c.id
  AND r.student_id = e.student_id AND r.term = %(term)s
LEFT JOIN LATERAL (
  SELECT count(*) AS expected, count(*) FILTER (WHERE r.seen ? known.item) AS seen
  FROM jsonb_array_elements_text(%(observed)s::jsonb -> c.grade::text) known(item) WHERE c.grade > 12
) o ON true
WHERE c.school_id = %(school)s AND c.year = %(year)s AND c.grade BETWEEN 1 AND 18 -- only
GROUP BY c.school_id, c.id, h.id
ORDER BY c.grade, length(c.name), c.name"""

_SOME = _SQL.replace("-- only", "AND c.id = any(array(SELECT unnest(%(classes)s::bigint[])))")
"""Behind a subselect PostgreSQL does not see the array, for which it would plan the statement anew each time."""

_OF_TEACHER = _SQL.replace(
    "-- only",
    """AND c.id = any(array(
  SELECT id FROM enrolment_schoolclass WHERE school_id = %(school)s AND homeroom_id = %(teacher)s
  UNION SELECT school_class_id FROM enrolment_teaching WHERE school_id = %(school)s AND teacher_id = %(teacher)s
    AND class_subject_id IS NULL AND stands_for_id IS NOT NULL AND %(day)s BETWEEN starts_on AND ends_on))""",
)
"""Classes that the teacher leads, also for somebody today; found first, as an array, so only they are counted."""


@dataclass(frozen=True)
class ClassProgress:
    """The homeroom teacher's part of a class in a term or period (``part``), counted in cells."""

    id: int
    uid: UUID
    name: str
    grade: int
    homeroom: str
    pupils: int
    expected: int
    filled: int
    lacking: tuple[int, ...]
    part: int

    @property
    def percent(self) -> int:
        """Whole percent, 100 only when nothing is missing."""
        return 100 * self.filled // self.expected if self.expected else 100

    @property
    def state(self) -> str:
        """empty, draft or done."""
        return "done" if self.filled >= self.expected else "draft" if self.filled else "empty"


def class_progress(
    school_id: int,
    year: int,
    term: int,
    period: int,
    class_ids: Sequence[int] | None = None,
    *,
    teacher_id: int | None = None,
) -> list[ClassProgress]:
    """All classes of a school's year, some of them, or those led by a teacher; one query.

    As ``progress``.
    """
    counts = [len(traits(grade)) for grade in range(1, LAST_PRIMARY_GRADE + 1)]
    given = {"school": school_id, "year": year, "term": term, "period": period, "traits": counts}
    given["observed"] = _observed(year)
    with connection.cursor() as cursor:
        if teacher_id is not None:
            cursor.execute(_OF_TEACHER, given | {"teacher": teacher_id, "day": today()})
        elif class_ids is None:
            cursor.execute(_SQL, given)
        else:
            cursor.execute(_SOME, given | {"classes": list(class_ids)})
        return [_of(*row, year, term, period) for row in cursor.fetchall()]


def _observed(year: int) -> str:
    """Codes of what is observed at the ages of a preschool in a year, by grade."""
    return json.dumps({grade: [one.code for one in observed_in(grade, year)[1]] for grade in AGE_OF_GRADE})


def _of(
    pk: int,
    uid: UUID,
    name: str,
    grade: int,
    homeroom: str,
    pupils: int,
    conduct: int,
    levels: int,
    lacking_conduct: list[int],
    lacking_traits: list[int],
    seen: int,
    lacking_observation: list[int],
    year: int,
    term: int,
    period: int,
) -> ClassProgress:
    if grade in AGE_OF_GRADE:
        expected = pupils * len(observed_in(grade, year)[1])
        filled, lacking, part = int(seen), lacking_observation, term
    elif grade <= LAST_PRIMARY_GRADE:
        expected, filled, lacking, part = pupils * len(traits(grade)), levels, lacking_traits, period
    else:
        expected, filled, lacking, part = pupils * 2, conduct, lacking_conduct, term
    return ClassProgress(pk, uid, name, grade, homeroom, pupils, expected, filled, tuple(lacking), part)
