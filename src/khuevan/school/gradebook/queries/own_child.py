"""The year of one's own child. Plain SQL and plain rows: on the day of results every family of the province asks it."""

from typing import Any, NamedTuple

from django.db import connection

from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import staff_names
from khuevan.school.enrolment.api import place_of

from ..rules.rule_sets import RuleSet, rule_set
from .sheets import LAST_GRADE

_SUBJECTS = """
SELECT c.school_id, c.id, c.grade, b.id, b.teacher_id, b.subject_id, s.name, s.form = 'score'
FROM (SELECT school_id, school_class_id FROM enrolment_enrolment WHERE student_id = %s AND year = %s
  ORDER BY starts_on DESC LIMIT 1) place
JOIN enrolment_schoolclass c ON c.school_id = place.school_id AND c.id = place.school_class_id
LEFT JOIN enrolment_classsubject b ON b.school_id = c.school_id AND b.school_class_id = c.id
LEFT JOIN enrolment_subject s ON s.code = b.subject_id
ORDER BY s.position"""
_MARKS = """
SELECT class_subject_id, term, average, comment, regular, midterm, final, retest
FROM gradebook_markrow
WHERE school_id = %s AND student_id = %s AND class_subject_id = any((SELECT %s::bigint[])::bigint[])"""
_PRIMARY_MARKS = """
SELECT class_subject_id, period, level, comment, test
FROM gradebook_primarymark
WHERE school_id = %s AND student_id = %s AND class_subject_id = any((SELECT %s::bigint[])::bigint[])"""
_CLASS_PART = """
SELECT part, r.academic, coalesce(r.conduct, ''), coalesce(said.comment, ''), said.absences
FROM (SELECT term AS part, academic, conduct FROM gradebook_result
  WHERE school_id = %(school)s AND student_id = %(child)s AND school_class_id = %(class)s) r
FULL JOIN (SELECT term AS part, comment, absences FROM gradebook_conduct
  WHERE school_id = %(school)s AND student_id = %(child)s AND school_class_id = %(class)s) said USING (part)"""
_PRIMARY_CLASS_PART = _CLASS_PART.replace(
    "term AS part, comment, absences FROM gradebook_conduct",
    "period AS part, comment, NULL AS absences FROM gradebook_primarytraits",
)


class Marks(NamedTuple):
    """A subject in a term (3: the year): tenths, or 1 and 0 for passed and not; ``None``: nothing entered."""

    average: int | None
    comment: str
    regular: list[int | None]
    midterm: int | None
    final: int | None
    retest: int | None


class Level(NamedTuple):
    """A subject in a period of a primary class: T, H, C or "", and the test in tenths."""

    level: str
    comment: str
    test: int | None


class OwnSubject(NamedTuple):
    """A subject: who teaches it, whether it has marks or is passed, and what is entered by term or period."""

    teacher: str
    code: str
    name: str
    scored: bool
    marks: dict[int, Marks]
    levels: dict[int, Level]


class ClassPart(NamedTuple):
    """What homeroom teacher and rules say of a term or period: codes of levels, "" for none yet; days away.

    ``academic`` is ``None`` where the rules have said nothing at all.
    """

    academic: str | None
    conduct: str
    comment: str
    absences: int | None


class OwnYear(NamedTuple):
    """A child's year: the rules that hold, the subjects in the order of the transcript, the class's part by term."""

    rules: RuleSet
    subjects: list[OwnSubject]
    said: dict[int, ClassPart]


def own_year(actor: Actor, student_id: int, year: int) -> OwnYear | None:
    """All of a year of one's own child; ``None`` for others' and where there is nothing to see. Four queries."""
    if actor.kind != "guardian" or student_id not in actor.student_ids:
        return None
    books = _rows(_SUBJECTS, [student_id, year])
    if not books or not 1 <= books[0][2] <= LAST_GRADE:
        return None
    school, class_id, grade = books[0][:3]
    rules, found = rule_set(grade, year), _subjects(books)
    told = _rows(_PRIMARY_MARKS if rules.is_primary else _MARKS, [school, student_id, list(found)])
    for book, part, *values in told:
        if rules.is_primary:
            found[book].levels[part] = Level(*values)
        else:
            found[book].marks[part] = Marks(*values)
    given = {"school": school, "child": student_id, "class": class_id}
    parts = _rows(_PRIMARY_CLASS_PART if rules.is_primary else _CLASS_PART, given)
    said = {part: ClassPart(*values) for part, *values in parts}
    subjects = sorted(found.values(), key=lambda one: place_of(one.code, grade))
    known = subjects or any(part.academic is not None for part in said.values())
    return OwnYear(rules, subjects, said) if known else None


def _subjects(books: list[Any]) -> dict[int, OwnSubject]:
    """By book, with the names of those who teach them."""
    books = [book[3:] for book in books if book[3] is not None]
    names = staff_names(teacher for _book, teacher, *_subject in books)
    return {book: OwnSubject(names.get(teacher or 0, ""), *subject, {}, {}) for book, teacher, *subject in books}


def _rows(sql: str, given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        return cursor.execute(sql, given).fetchall()  # type: ignore[no-any-return]
