"""A class of last year from its first signature to its issue, as its people would do it: seconds of each step."""

import time
from collections.abc import Callable
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
    order_issue,
    order_principal,
    sign_homeroom,
    sign_subjects,
)
from khuevan.site.personas import PIN

from .tables import Table, number

MOMENT = datetime(2025, 7, 3, 9, 0, tzinfo=clock.TIME_ZONE)


def way() -> Table:
    """Seconds of the clock, step by step."""
    issued = Version.objects.filter(issued_at__isnull=False).select_related("transcript__school_class").first()
    assert issued is not None
    of = issued.transcript.school_class
    one = SchoolClass.objects.filter(school_id=of.school_id, year=of.year, grade=of.grade).exclude(pk=of.pk).first()
    assert one is not None
    with acting(Scope("staff", frozenset({one.school_id}))), clock.frozen(MOMENT):
        return _steps(one)


def _steps(one: SchoolClass) -> Table:
    teachers: dict[int, list[int]] = {}
    for book, teacher in ClassSubject.objects.filter(school_class=one).values_list("pk", "teacher_id"):
        teachers.setdefault(teacher, []).append(book)
    leader = _leader(one.school_id)
    steps: list[tuple[str, Callable[[], Any]]] = [
        (
            f"{len(teachers)} giáo viên môn học",
            lambda: [sign_subjects(_as(t, "teacher"), b, PIN) for t, b in teachers.items()],
        ),
        ("giáo viên chủ nhiệm", lambda: sign_homeroom(_as(one.homeroom_id, "teacher"), one.pk, PIN)),
        ("hiệu trưởng", lambda: _finish(order_principal(leader, [one.pk], PIN))),
        ("con dấu, PDF, phát hành", lambda: _finish(order_issue(leader, [one.pk], PIN))),
    ]
    lines, whole = [], 0.0
    for name, work in steps:
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        whole += took
        lines.append([name, number(took)])
    pupils = Enrolment.objects.filter(school_class=one).count()
    done = Version.objects.filter(transcript__school_class=one, issued_at__isnull=False).count()
    return [[f"một lớp {pupils} học sinh, {done} học bạ phát hành", "giây"], *lines, ["tất cả", number(whole)]]


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


def _finish(batch: Batch) -> None:
    """Do at once what a worker would do."""
    app.tasks["transcripts.run_batch"](school_id=batch.school_id, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failed) == (Batch.State.DONE, 0), f"{batch.note} {batch.messages}"
