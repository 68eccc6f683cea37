"""A pupil's years at all schools, as far as the actor may see them: seven queries, however many years."""

from dataclasses import dataclass, field

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, place_of

from ..models import Conduct, MarkRow, PrimaryMark, Result
from ..policies import visible


@dataclass
class SubjectYear:
    """A subject in a year: results by term (1, 2, 3; tenths or, by comments, 1 and 0), levels by primary period."""

    code: str
    name: str
    by_score: bool
    averages: dict[int, int | None] = field(default_factory=dict)
    retest: int | None = None
    levels: dict[int, str] = field(default_factory=dict)
    tests: dict[int, int | None] = field(default_factory=dict)


@dataclass
class YearSeen:
    """A year of a pupil in a class. ``results`` and ``conduct`` by term; empty where the actor may not see them."""

    place: Enrolment
    subjects: list[SubjectYear] = field(default_factory=list)
    results: dict[int, Result] = field(default_factory=dict)
    conduct: dict[int, Conduct] = field(default_factory=dict)


def timeline(actor: Actor, student_id: int) -> list[YearSeen]:
    """The years of a pupil, the earliest first: all of them for guardians and authorities, for staff those at their
    own school: all of it for the class teacher and leaders, for others the subjects that they teach.
    """
    own = actor.kind == "guardian" and student_id in actor.student_ids
    if actor.kind == "guardian" and not own:
        return []
    places = Enrolment.objects.filter(student_id=student_id, school_class__grade__range=(1, 12))
    rows = places.select_related("school_class", "school").order_by("year", "starts_on")
    found = {place.school_class_id: YearSeen(place) for place in rows}
    books = ClassSubject.objects.filter(school_class_id__in=list(found)).select_related("subject")
    if not own:
        books = books.filter(visible(actor))
    subjects = _subjects(found, list(books))
    for row in MarkRow.objects.filter(class_subject_id__in=list(subjects), student_id=student_id):
        subject = subjects[row.class_subject_id]
        subject.averages[row.term] = row.average
        subject.retest = subject.retest if row.retest is None else row.retest
    for mark in PrimaryMark.objects.filter(class_subject_id__in=list(subjects), student_id=student_id):
        subject = subjects[mark.class_subject_id]
        subject.levels[mark.period], subject.tests[mark.period] = mark.level, mark.test
    _results(found, _whole(actor, list(found), own), student_id)
    return [one for one in found.values() if one.subjects or one.results]


def _subjects(found: dict[int, YearSeen], books: list[ClassSubject]) -> dict[int, SubjectYear]:
    grades = {pk: one.place.school_class.grade for pk, one in found.items()}
    made = {}
    for book in sorted(books, key=lambda one: place_of(one.subject_id, grades[one.school_class_id])):
        one = SubjectYear(book.subject_id, book.subject.name, book.subject.form == "score")
        found[book.school_class_id].subjects.append(one)
        made[book.pk] = one
    return made


def _whole(actor: Actor, classes: list[int], own: bool) -> list[int]:
    """The classes of which the actor sees results and conduct too."""
    if own:
        return classes
    seen = SchoolClass.objects.filter(visible(actor, SchoolClass), pk__in=classes)
    return list(seen.values_list("pk", flat=True))


def _results(found: dict[int, YearSeen], classes: list[int], student_id: int) -> None:
    for row in Result.objects.filter(school_class_id__in=classes, student_id=student_id):
        found[row.school_class_id].results[row.term] = row
    for conduct in Conduct.objects.filter(school_class_id__in=classes, student_id=student_id):
        found[conduct.school_class_id].conduct[conduct.term] = conduct
