"""How many pupils of a school have which level, by class and by subject; those who have left do not count."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from khuevan.school.enrolment.api import SchoolClass

_LEVELS = """
SELECT e.school_class_id, coalesce(r.academic, ''), coalesce(nullif(r.conduct, ''), k.level, ''),
  coalesce(r.award, ''), coalesce(r.outcome, ''), count(*)
FROM enrolment_enrolment e
LEFT JOIN gradebook_result r ON r.school_id = e.school_id AND r.school_class_id = e.school_class_id
  AND r.student_id = e.student_id AND r.term = %(term)s
LEFT JOIN gradebook_conduct k ON k.school_id = e.school_id AND k.school_class_id = e.school_class_id
  AND k.student_id = e.student_id AND k.term = %(term)s
WHERE e.school_id = %(school)s AND e.school_class_id = any(%(classes)s) AND e.ends_on IS NULL
GROUP BY 1, 2, 3, 4, 5"""
_SUBJECTS = """
SELECT b.school_class_id, b.subject_id, s.name, {level}, count(*)
FROM enrolment_classsubject b
JOIN enrolment_subject s ON s.code = b.subject_id
JOIN {table} m ON m.school_id = b.school_id AND m.class_subject_id = b.id AND {part}
JOIN enrolment_enrolment e ON e.school_id = b.school_id AND e.school_class_id = b.school_class_id
  AND e.student_id = m.student_id AND e.ends_on IS NULL
WHERE b.school_id = %(school)s AND b.school_class_id = any(%(classes)s)
GROUP BY 1, 2, 3, 4"""
_MARKS = _SUBJECTS.format(
    table="gradebook_markrow",
    part="m.term = %(part)s AND m.average IS NOT NULL",
    level="CASE s.form WHEN 'score' THEN 'b' || width_bucket(m.average::int, array[35, 50, 65, 80])"
    " ELSE 'p' || m.average END",
)
_PRIMARY = _SUBJECTS.format(
    table="gradebook_primarymark", part="m.period = %(part)s AND m.level <> ''", level="m.level"
)

_PERIODS = """
SELECT p FROM generate_series(1, 3) p WHERE EXISTS (
  SELECT FROM enrolment_schoolclass c
  JOIN enrolment_classsubject b ON b.school_id = c.school_id AND b.school_class_id = c.id
  JOIN gradebook_primarymark m ON m.school_id = b.school_id AND m.class_subject_id = b.id AND m.period = p
  WHERE c.school_id = %(school)s AND c.year = %(year)s AND m.level <> '')"""


@dataclass(frozen=True)
class Levels:
    """What the pupils of a class came to: codes of `Result`, "" for those that have none yet."""

    pupils: int
    academic: Counter[str]
    conduct: Counter[str]
    awards: Counter[str]
    outcomes: Counter[str]


Subjects = dict[tuple[str, str], dict[int, Counter[str]]]
"""(code, name) of a subject → class id → how many have which level."""


def classes_counted(school_id: int, year: int, primary: bool) -> list[SchoolClass]:
    """The classes of a year that are assessed by one regulation; one query."""
    grades = (1, 5) if primary else (6, 12)
    found = SchoolClass.objects.filter(school_id=school_id, year=year, grade__range=grades)
    return sorted(found, key=lambda one: (one.grade, len(one.name), one.name))


def kinds_of(school_id: int, year: int) -> list[bool]:
    """Whether a school has primary classes (True) and others (False) in a year; one query."""
    grades = SchoolClass.objects.filter(school_id=school_id, year=year, grade__range=(1, 12))
    return sorted({grade <= 5 for grade in grades.values_list("grade", flat=True)}, reverse=True)


def periods_counted(school_id: int, year: int) -> set[int]:
    """Of the periods 1 to 3 of primary classes those in which a subject has levels; one query."""
    return {period for (period,) in _rows(_PERIODS, {"school": school_id, "year": year})}


def levels_of(school_id: int, classes: Sequence[SchoolClass], term: int) -> dict[int, Levels]:
    """By class id; one query."""
    found: dict[int, list[tuple[str, str, str, str, int]]] = defaultdict(list)
    for class_id, *rest in _rows(_LEVELS, {"school": school_id, "classes": _ids(classes), "term": term}):
        found[class_id].append(tuple(rest))
    return {class_id: _levels(rows) for class_id, rows in found.items()}


def subjects_of(school_id: int, classes: Sequence[SchoolClass], part: int, primary: bool) -> Subjects:
    """Levels of subjects in a term or a period; one query."""
    found: Subjects = defaultdict(lambda: defaultdict(Counter))
    given = {"school": school_id, "classes": _ids(classes), "part": part}
    for class_id, code, name, level, count in _rows(_PRIMARY if primary else _MARKS, given):
        found[code, name][class_id][level] += count
    return found


def _levels(rows: list[tuple[str, str, str, str, int]]) -> Levels:
    counters: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
    for *codes, count in rows:
        for counter, code in zip(counters, codes, strict=True):
            counter[str(code)] += int(count)
    return Levels(sum(row[-1] for row in rows), *counters)


def _ids(classes: Sequence[SchoolClass]) -> list[int]:
    return [one.pk for one in classes]


def _rows(sql: str, given: dict[str, object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found: list[tuple] = cursor.fetchall()
        return found
