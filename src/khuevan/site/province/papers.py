"""Keys of those who sign, and the transcripts that An's and Bi's classes already have.

Keys, signatures, verification codes and papers are new each time: a key that anybody could make again would be none.
"""

from collections.abc import Iterable
from datetime import datetime

from procrastinate.contrib.django import app

from khuevan.kernel import clock
from khuevan.platform.signing.api import SigningKey, new_key
from khuevan.platform.signing.ports import Owner
from khuevan.registry.accounts.api import Actor, User, actor_for
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.transcripts.api import (
    Batch,
    Version,
    accept,
    order_issue,
    order_principal,
    sign_homeroom,
    sign_subjects,
    submit,
)
from khuevan.site.personas import PIN

from .cast import BINH
from .marks import primary, unfinished
from .neighbourhoods import Neighbourhood
from .school_years import PAST, PRESENT, ZONE
from .schools import School
from .staff import Staff

_KEYS_SINCE = datetime(2024, 8, 20, 8, 0, tzinfo=ZONE)
_SUBJECTS = datetime(2025, 5, 26, 9, 0, tzinfo=ZONE)
_HOMEROOM = datetime(2025, 5, 28, 10, 0, tzinfo=ZONE)
_PRINCIPAL = datetime(2025, 7, 2, 8, 30, tzinfo=ZONE)
_SEAL = datetime(2025, 7, 3, 14, 0, tzinfo=ZONE)
_SUBMITTED = datetime(2025, 7, 7, 9, 0, tzinfo=ZONE)
_ACCEPTED = datetime(2025, 7, 10, 15, 0, tzinfo=ZONE)
_THIS_YEAR = datetime(2026, 5, 27, 9, 0, tzinfo=ZONE)
_LEFT = {unfinished.STORY: {"TOAN"}, primary.STORY: {"TV", "TOAN"}}
"""Subjects of the story's classes that its people sign themselves."""


def make_papers(neighbourhood: Neighbourhood) -> None:
    """Keys for the first two schools and all leaders; last year's transcripts of 6A and 1A; this year's signatures of
    those colleagues of cô Lan and cô Thu who are done."""
    homes = [s for s in neighbourhood.schools[:2] if s.level in ("02", "03")]
    for school in neighbourhood.schools:
        _give_keys(school, neighbourhood.staff[school.id], school in homes)
    for school, (stage, _place) in zip(homes, (unfinished.STORY, primary.STORY), strict=False):
        with acting(Scope("staff", frozenset({school.id}))):
            _issue(_class_of(school, PAST.year, stage - 1), neighbourhood.staff[school.id])
        with acting(Scope("staff", frozenset({school.id}))), clock.frozen(_THIS_YEAR):
            _sign_subjects(_class_of(school, PRESENT.year, stage), _LEFT[stage, 0])


def _give_keys(school: School, staff: Staff, everybody: bool) -> None:
    unit = Unit.objects.get(pk=school.id)
    titles = {h.number: title for h, kind, title in staff.people if everybody or kind == "leader"}
    people = Person.objects.in_bulk(list(titles))
    owners = [(pk, Owner(p.full_name, titles[pk], unit.name, unit.code, str(p.uid))) for pk, p in people.items()]
    seal = Owner(unit.name, "", unit.name, unit.code, str(unit.uid), seal=True)
    SigningKey.objects.bulk_create(
        new_key(unit.pk, person, owner, PIN, not_before=_KEYS_SINCE) for person, owner in [*owners, (None, seal)]
    )


def _class_of(school: School, year: int, grade: int) -> SchoolClass:
    return SchoolClass.objects.get(school_id=school.id, year=year, grade=grade, name=f"{grade}A")


def _actor(person_id: int | None, kind: str = "") -> Actor:
    """Somebody in the role of ``kind``, or in the first one."""
    user = User.objects.get(person_id=person_id)
    actor = actor_for(user, None, clock.today())
    wanted = next((role.id for role in actor.assignments if role.kind == kind), None)
    return actor_for(user, wanted, clock.today())


def _sign_subjects(school_class: SchoolClass, without: Iterable[str] = ()) -> None:
    books = ClassSubject.objects.filter(school_class=school_class).exclude(subject_id__in=list(without))
    by_teacher: dict[int | None, list[int]] = {}
    for book, teacher in books.order_by("subject__position").values_list("pk", "teacher_id"):
        by_teacher.setdefault(teacher, []).append(book)
    for teacher, own in by_teacher.items():
        sign_subjects(_actor(teacher, "teacher"), own, PIN)


def _issue(school_class: SchoolClass, staff: Staff) -> None:
    """The whole way of last year's transcripts, on the days on which it would have happened."""
    principal = staff.people[0][0].number
    with clock.frozen(_SUBJECTS):
        _sign_subjects(school_class)
    with clock.frozen(_HOMEROOM):
        sign_homeroom(_actor(school_class.homeroom_id, "teacher"), school_class.pk, PIN)
    for moment, order in ((_PRINCIPAL, order_principal), (_SEAL, order_issue)):
        with clock.frozen(moment):
            _finish(order(_actor(principal), [school_class.pk], PIN))
    with clock.frozen(_SUBMITTED):
        submit(_actor(principal), [school_class.pk])
    sent = Version.objects.filter(school_id=school_class.school_id, transcript__school_class=school_class)
    with clock.frozen(_ACCEPTED):
        accept(_authority(), list(sent.values_list("pk", flat=True)))


def _finish(batch: Batch) -> None:
    """Do at once what a worker would do."""
    app.tasks["transcripts.run_batch"](school_id=batch.school_id, batch_id=batch.pk)
    batch.refresh_from_db()
    if batch.state != Batch.State.DONE or batch.failed:
        raise RuntimeError(f"transcripts not signed: {batch.note} {batch.messages}")


def _authority() -> Actor:
    return actor_for(User.objects.get(username=BINH.username), None, clock.today())
