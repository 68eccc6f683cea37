"""The steps of many transcripts as their people do them, for a process on its own; each can be done again."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from khuevan.kernel import clock
from khuevan.kernel.errors import DomainError
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import SchoolClass
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
from khuevan.school.transcripts.ports import NothingToDo
from khuevan.site.personas import PIN

from . import signing_way as way

Work = Callable[[Scope, Sequence[int]], Any]


def _subjects(scope: Scope, classes: Sequence[int]) -> None:
    sign = partial(sign_subjects, only_complete=True)
    with acting(scope):
        taught = way._taught(SchoolClass.objects.get(pk=classes[0]))
    for teacher, books in taught:
        with suppress(NothingToDo):  # done before the run was broken off
            way._within(scope, sign, teacher, books, PIN)


def _homeroom(scope: Scope, classes: Sequence[int]) -> None:
    sign = partial(sign_homeroom, only_complete=True)
    with acting(scope):
        head = way._as(SchoolClass.objects.get(pk=classes[0]).homeroom_id, "teacher")
    with suppress(NothingToDo):
        way._within(scope, sign, head, classes[0], PIN)


def _batch(scope: Scope, classes: Sequence[int], order: Callable[..., Batch]) -> None:
    (school_id,) = scope.schools
    with acting(scope):
        leader = way._leader(school_id)
        Batch.objects.filter(school_id=school_id, state__in=["waiting", "running"]).update(state="failed")
    with suppress(NothingToDo):
        way._finish(scope, way._within(scope, order, leader, classes, PIN))


def _submit(scope: Scope, classes: Sequence[int]) -> None:
    (school_id,) = scope.schools
    with acting(scope):
        leader = way._leader(school_id)
    way._within(scope, submit, leader, classes)


def _accept(scope: Scope, classes: Sequence[int]) -> None:
    with acting(scope):
        authority = way._authority()
        sent = Version.objects.filter(transcript__school_class__in=classes, case__state="submitted")
        ids = list(sent.values_list("pk", flat=True))
    way._within(scope, accept, authority, ids)


def _dated(work: Work, school_id: int, classes: Sequence[int]) -> None:
    try:
        with clock.frozen(way.MOMENT):
            work(Scope("staff", frozenset({school_id})), classes)
    except DomainError as refusal:  # not all of them travel between processes
        raise RuntimeError(str(refusal)) from None


WORKS = tuple(
    partial(_dated, work)
    for work in (
        _subjects,
        _homeroom,
        partial(_batch, order=order_principal),
        partial(_batch, order=order_issue),
        _submit,
        _accept,
    )
)
"""In the order of the steps: each for a school (id) and classes of it; the first two for one class."""
