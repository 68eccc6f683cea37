"""Marks planted in every school, so that a leak shows whatever page it leaks through."""

import re
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from khuevan.kernel.clock import today
from khuevan.registry.isolation.api import SchoolModel, Scope, acting
from khuevan.registry.people.api import Affiliation, Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import ClassSubject, Teaching
from khuevan.school.opening.actions.drafting import draft_plans
from khuevan.school.opening.rules.calendar import usual_dates

CANARY = re.compile(r"‡(\d+)\.(\d+)‡")


def schools() -> list[int]:
    """Ids of all schools that have people."""
    return list(Unit.objects.filter(kind="school").values_list("id", flat=True))


def plant() -> None:
    """Write ``‡school.person‡`` into every free text of every school and into every name."""
    for school in schools():
        with acting(Scope("staff", frozenset({school}))):
            _plan(school)
            for model in _school_models():
                fields = _free_texts(model)
                if fields:
                    model.objects.filter(school_id=school).update(**dict.fromkeys(fields, _mark(school, model)))
            Person.objects.filter(school_ids=[school]).update(
                full_name=Concat(Value(f"‡{school}."), Cast(F("id"), models.CharField()), Value("‡"))
            )


def _plan(school: int) -> None:
    """The draft of a new year, and somebody who stands in for another."""
    draft_plans([school], 2026, usual_dates(2026), "")
    book = ClassSubject.objects.filter(school_id=school, teacher__isnull=False).first()
    others = Affiliation.objects.filter(school_id=school, kind="staff")
    if book and (other := others.exclude(person_id=book.teacher_id).first()):
        post = {"school_class_id": book.school_class_id, "class_subject": book, "stands_for_id": book.teacher_id}
        days = {"starts_on": today(), "ends_on": today()}
        Teaching.objects.create(school_id=school, teacher_id=other.person_id, **post, **days)


def addresses_of(school: int) -> list[UUID]:
    """The public id of one thing of every kind in a school."""
    found: list[UUID] = []
    with acting(Scope("staff", frozenset({school}))):
        for model in [*_school_models(), Person]:
            if any(f.name == "uid" for f in model._meta.local_fields):
                mine = model.objects.filter(school_ids=[school]) if model is Person else model.objects.all()
                found += mine.values_list("uid", flat=True)[:1]
    return found


def foreign(body: str, own_schools: frozenset[int], own_people: frozenset[int] | None = None) -> set[str]:
    """Canaries in ``body`` that belong to none of the own schools, or to nobody of one's own people."""
    found = set()
    for school, person in CANARY.findall(body):
        if int(school) not in own_schools or (own_people is not None and int(person) not in own_people | {0}):
            found.add(f"{school}.{person}")
    return found


def staff_ids() -> frozenset[int]:
    """People whose names families may read: the staff of schools."""
    with connection.cursor() as cursor, acting(Scope("staff", frozenset(schools()))):
        cursor.execute("SELECT DISTINCT person_id FROM people_affiliation WHERE kind = 'staff'")
        return frozenset(row[0] for row in cursor.fetchall())


def _school_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if issubclass(m, SchoolModel) and not m.isolation.append_only]


def _free_texts(model: type[models.Model]) -> list[str]:
    unique = {n for c in model._meta.total_unique_constraints for n in c.fields}
    return [
        f.name
        for f in model._meta.local_fields
        if type(f) in (models.CharField, models.TextField)
        and not (f.choices or f.unique or f.name in unique)
        and (f.max_length is None or f.max_length >= 40)
        and f.name not in KEPT
    ]


KEPT = {"state", "process", "subject_type", "book", "hash", "previous", "sha256", "media_type", "event", "canonical"}
"""Texts that machines read; altering them would only make pages fail."""


def _mark(school: int, model: type[models.Model]) -> Value | Concat:
    if any(f.name == "student" for f in model._meta.local_fields):
        return Concat(Value(f"‡{school}."), Cast(F("student_id"), models.CharField()), Value("‡"))
    return Value(f"‡{school}.0‡")
