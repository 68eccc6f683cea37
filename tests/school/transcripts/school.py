"""A class with everything that its transcripts need: marks, conduct, keys. Built in the caller's transaction."""

from khuevan.kernel.clock import now, today
from khuevan.platform.signing.api import new_key
from khuevan.platform.signing.ports import Owner
from khuevan.registry.accounts.api import Actor, User, actor_for, scope_of
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass
from khuevan.school.gradebook.api import (
    Conduct,
    MarkRow,
    PrimaryMark,
    PrimaryTraits,
    TermLock,
    recompute,
    tt27_2020,
)
from tests.personas import acting_as, actor

PIN = "123456"
YEAR = 2025


def of_person(person_id: int) -> Actor:
    """Somebody of the staff as an actor, in the first role."""
    return actor_for(User.objects.get(person_id=person_id), None, today())


def class_named(name: str, persona: str) -> SchoolClass:
    """A class of the persona's school in the working year."""
    found = SchoolClass.objects.filter(school_id=actor(persona).unit_id, year=YEAR, name=name)
    return found.select_related("homeroom").get()


def books_of(school_class: SchoolClass) -> list[ClassSubject]:
    return list(ClassSubject.objects.filter(school_class=school_class).order_by("subject__position"))


def pupils_of(school_class: SchoolClass) -> list[int]:
    rows = Enrolment.objects.filter(school_class=school_class, ends_on=None).order_by("number")
    return list(rows.values_list("student_id", flat=True))


def fill(school_class: SchoolClass) -> None:
    """Good marks and conduct for everybody, computed to the end."""
    if school_class.grade <= 5:
        _fill_primary(school_class)
    else:
        _fill_secondary(school_class)
    recompute(school_class.school_id, school_class.year, [school_class.pk])


def _fill_secondary(school_class: SchoolClass) -> None:
    common, moment = {"school_id": school_class.school_id, "updated_at": now()}, now()
    rows, conduct = [], []
    for place, student in enumerate(pupils_of(school_class)):
        for book in books_of(school_class).copy():
            mark = 1 if book.subject.form == "pass" else 80 + place % 3
            for term in (1, 2):
                given = {"regular": [mark] * book.regular_count, "midterm": mark, "final": mark}
                comment = "Tích cực, có tiến bộ." if term == 2 else ""
                rows.append(
                    MarkRow(class_subject=book, student_id=student, term=term, comment=comment, **given, **common)
                )
        for term in (1, 2):
            said = {"level": "T", "absences": place % 4, "comment": "Chăm ngoan."}
            conduct.append(
                Conduct(
                    school_id=school_class.school_id,
                    school_class=school_class,
                    student_id=student,
                    term=term,
                    updated_at=moment,
                    **said,
                )
            )
    MarkRow.objects.bulk_create(rows)
    Conduct.objects.bulk_create(conduct)


def _fill_primary(school_class: SchoolClass) -> None:
    common = {"school_id": school_class.school_id, "updated_at": now()}
    marks, traits = [], []
    for student in pupils_of(school_class):
        for period in tt27_2020.Period:
            for book in books_of(school_class):
                tested = tt27_2020.has_test(book.subject_id, school_class.grade, period)
                given = {"level": "T", "test": 90 if tested else None, "comment": "Em học tốt."}
                marks.append(PrimaryMark(class_subject=book, student_id=student, period=period, **given, **common))
            held = {"qualities": ["T"] * 5, "general": ["T"] * 3, "specific": ["T"] * 7, "comment": "Em ngoan."}
            traits.append(PrimaryTraits(school_class=school_class, student_id=student, period=period, **held, **common))
    PrimaryMark.objects.bulk_create(marks)
    PrimaryTraits.objects.bulk_create(traits)


def give_keys(school_class: SchoolClass, *more: int) -> None:
    """Keys for everybody who signs for a class, for ``more`` people, and the school's seal."""
    school = Unit.objects.get(pk=school_class.school_id)
    people = {book.teacher_id for book in books_of(school_class)} | {school_class.homeroom_id, *more}
    for person in Person.objects.filter(pk__in=people):
        who = of_person(person.pk)
        owner = Owner(person.full_name, who.title, school.name, school.code, str(person.uid))
        new_key(school.pk, person.pk, owner, PIN).save()
    new_key(school.pk, None, Owner(school.name, "", school.name, school.code, str(school.uid), seal=True), PIN).save()


def lock_terms(school_class: SchoolClass) -> None:
    for term in (1, 2):
        TermLock.objects.create(
            school_id=school_class.school_id, year=school_class.year, term=term, locked_by_name="Lê Quang Minh",
            locked_at=now(), reason="Hết năm học",
        )  # fmt: skip


def as_person(person_id: int):
    """A transaction in which somebody of the staff acts; use with ``with``."""
    return acting(scope_of(of_person(person_id)))


def change_mark(book: ClassSubject, mark: int = 10, place: int = 0) -> int:
    """Give one pupil of a class another final mark in term II (tenths); returns the pupil."""
    school_class = book.school_class
    student = pupils_of(school_class)[place]
    MarkRow.objects.filter(class_subject=book, student_id=student, term=2).update(final=mark)
    recompute(school_class.school_id, school_class.year, [school_class.pk])
    return student


def sign_all_subjects(school_class: SchoolClass) -> None:
    """Every teacher signs what they teach."""
    from khuevan.school.transcripts.api import sign_subjects

    with acting(Scope("staff", frozenset({school_class.school_id}))):
        taught = [(book.teacher_id, book.pk) for book in books_of(school_class)]
    for teacher in sorted({teacher for teacher, _book in taught}):
        with as_person(teacher):
            sign_subjects(of_person(teacher), [book for of, book in taught if of == teacher], PIN)


def sign_as_homeroom(school_class: SchoolClass) -> None:
    from khuevan.school.transcripts.api import sign_homeroom

    with as_person(school_class.homeroom_id):
        sign_homeroom(of_person(school_class.homeroom_id), school_class.pk, PIN)


def issue_all(school_class: SchoolClass, leader: str = "thay-minh") -> None:
    """The leader's signature and the seal, with all that a worker does."""
    from khuevan.school.transcripts.api import order_issue, order_principal

    for order in (order_principal, order_issue):
        batch = run(order, school_class, leader)
        assert (batch.state, batch.done, batch.failed, batch.secret) == ("done", batch.total, 0, "")


def states(school_class: SchoolClass) -> list[str]:
    """The states of a class's current versions, sorted."""
    from khuevan.school.transcripts.api import Version

    with acting_as("thay-minh"):
        found = Version.objects.filter(transcript__school_class=school_class, superseded_at=None)
        return sorted(found.values_list("case__state", flat=True))


def run(order, school_class: SchoolClass, leader: str = "thay-minh"):
    """Order a batch as the principal and do its work; the batch."""
    from khuevan.school.transcripts.actions import batches

    with acting_as(leader):
        batch = order(actor(leader), [school_class.pk], PIN)
    batches.run(school_class.school_id, batch.pk)
    with acting_as(leader):
        batch.refresh_from_db()
    return batch
