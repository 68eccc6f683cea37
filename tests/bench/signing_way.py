"""A class, then a whole school of last year, from the first signature on, as their people would do it: seconds."""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from khuevan.kernel import clock
from khuevan.registry.accounts.api import Actor, Assignment, User, actor_for
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass
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

from .programs import cpu_seconds, database_server
from .tables import Table, number

MOMENT = datetime(2025, 7, 3, 9, 0, tzinfo=clock.TIME_ZONE)
SCHOOL, PROVINCE = 1_500, 250_000
PARTIES = ("giáo viên môn học", "giáo viên chủ nhiệm", "hiệu trưởng", "con dấu, PDF, phát hành")
Step = tuple[str, Callable[[], Any]]
Spent = tuple[str, float, float, float]
"""Name of a step, seconds of the clock, of this process, of the database's processes."""


def way() -> Table:
    """Seconds of one class."""
    one = _classes_to_sign()[0]
    scope = Scope("staff", frozenset({one.school_id}))
    with clock.frozen(MOMENT):
        spent = _timed(_signing(scope, [one]))
    with acting(scope):
        teachers = len(set(ClassSubject.objects.filter(school_class=one).values_list("teacher_id", flat=True)))
        pupils = Enrolment.objects.filter(school_class=one).count()
        done = Version.objects.filter(transcript__school_class=one, issued_at__isnull=False).count()
    head = [f"một lớp {pupils} học sinh, {teachers} giáo viên, {done} học bạ phát hành", "giây"]
    return [head, *([name, number(seconds)] for name, seconds, *_cpu in [*spent, _sum(spent)])]


def school() -> Table:
    """Seconds of all other classes of that school and year, to the Sở's acceptance, and what follows for others.

    Every PIN's work is a transaction of its own, as it is for people. 1,500 and the province are projected from what
    was measured, by the processor's time: nothing in the way grows faster than the number of transcripts.
    """
    classes = _classes_to_sign()
    scope = Scope("staff", frozenset({classes[0].school_id}))
    with clock.frozen(MOMENT):
        spent = _timed(_signing(scope, classes))
        with acting(scope):
            leader, authority = _leader(classes[0].school_id), _authority()
        spent += _timed([("gửi Sở", lambda: _within(scope, submit, leader, [one.pk for one in classes]))])
        with acting(scope):
            sent = Version.objects.filter(transcript__school_class__in=classes, case__state="submitted")
            ids = list(sent.values_list("pk", flat=True))
        # The owner, as whom this runs, may not act for the Sở: the school's scope shows it the same rows.
        spent += _timed([("Sở tiếp nhận", lambda: _within(scope, accept, authority, ids))])
    whole, count = _sum(spent), len(ids)
    head = [f"{count} học bạ, {len(classes)} lớp, một trường", "giây", "CPU Python", "CPU CSDL", "ms một học bạ"]
    lines = [
        [name, number(clock_), number(own), number(theirs), number(1000 * (own + theirs) / max(count, 1))]
        for name, clock_, own, theirs in [*spent, whole]
    ]
    each = (whole[2] + whole[3]) / max(count, 1)
    lines += [
        [f"ước tính từ đó: trường {SCHOOL} học sinh", number(each * SCHOOL), "", "", ""],
        [f"ước tính từ đó: tỉnh {PROVINCE} học sinh, giờ trên một nhân", number(each * PROVINCE / 3600), "", "", ""],
    ]
    return [head, *lines]


def _classes_to_sign() -> list[SchoolClass]:
    """Classes of the year and school in which something was issued, without those that have begun."""
    issued = Version.objects.filter(issued_at__isnull=False).select_related("transcript__school_class").first()
    assert issued is not None
    of = issued.transcript.school_class
    begun = Version.objects.filter(school_id=of.school_id, transcript__year=of.year)
    found = SchoolClass.objects.filter(school_id=of.school_id, year=of.year)
    return list(found.exclude(pk__in=begun.values("transcript__school_class_id")).order_by("grade", "name"))


def _signing(scope: Scope, classes: list[SchoolClass]) -> list[Step]:
    ids = [one.pk for one in classes]
    with acting(scope):
        leader = _leader(classes[0].school_id)
        heads = [(_as(one.homeroom_id, "teacher"), one.pk) for one in classes]
        taught = [work for one in classes for work in _taught(one)]
    works: Iterable[Callable[[], Any]] = (
        lambda: [_within(scope, sign_subjects, teacher, books, PIN) for teacher, books in taught],
        lambda: [_within(scope, sign_homeroom, head, of, PIN) for head, of in heads],
        lambda: _finish(scope, _within(scope, order_principal, leader, ids, PIN)),
        lambda: _finish(scope, _within(scope, order_issue, leader, ids, PIN)),
    )
    return list(zip(PARTIES, works, strict=True))


def _taught(one: SchoolClass) -> list[tuple[Actor, list[int]]]:
    """The teachers of a class with the books that they sign together."""
    teachers: dict[int, list[int]] = {}
    for book, teacher in ClassSubject.objects.filter(school_class=one).values_list("pk", "teacher_id"):
        teachers.setdefault(teacher, []).append(book)
    return [(_as(teacher, "teacher"), books) for teacher, books in teachers.items()]


def _within(scope: Scope, work: Callable[..., Any], *given: Any) -> Any:
    """In a transaction of its own."""
    with acting(scope):
        return work(*given)


def _timed(steps: Iterable[Step]) -> list[Spent]:
    lines = []
    for name, work in steps:
        before = time.perf_counter(), time.process_time(), cpu_seconds(database_server())
        work()
        after = time.perf_counter(), time.process_time(), cpu_seconds(database_server())
        clock_, own, theirs = (late - early for early, late in zip(before, after, strict=True))
        lines.append((name, clock_, own, theirs))
    return lines


def _sum(spent: list[Spent]) -> Spent:
    return ("tất cả", *(sum(column) for column in list(zip(*spent, strict=True))[1:]))  # type: ignore[return-value]


def _as(person_id: int | None, kind: str) -> Actor:
    """Somebody in their role of this kind."""
    user = User.objects.get(person_id=person_id)
    actor = actor_for(user, None, clock.today())
    wanted = next((role.id for role in actor.assignments if role.kind == kind), None)
    return actor_for(user, wanted, clock.today())


def _leader(school_id: int) -> Actor:
    found = Assignment.objects.filter(unit_id=school_id, kind="leader").select_related("user").order_by("pk").first()
    assert found is not None
    return _as(found.user.person_id, "leader")


def _authority() -> Actor:
    """Somebody of the Sở."""
    found = Assignment.objects.filter(kind="authority", unit__kind="department").select_related("user").first()
    assert found is not None
    return actor_for(found.user, found.pk, clock.today())


def _finish(scope: Scope, batch: Batch) -> None:
    """Do at once what a worker would do."""
    app.tasks["transcripts.run_batch"](school_id=batch.school_id, batch_id=batch.pk)
    with acting(scope):
        batch.refresh_from_db()
    assert (batch.state, batch.failed) == (Batch.State.DONE, 0), f"{batch.note} {batch.messages}"
