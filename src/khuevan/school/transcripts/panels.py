"""Cards for home pages, and for the gradebook's pages of a book and of a class."""

from collections import Counter
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, working_year

from .policies import ISSUED, may
from .queries.children import at_a_glance
from .queries.class_counts import count_school
from .queries.desk import school_lines
from .queries.looks import state
from .queries.own_work import own_tasks
from .queries.progress import Task, class_line, tasks_of

MOST = 6


def panels(actor: Actor) -> Iterable[Panel]:
    """What is new or waiting about transcripts, for each kind of actor."""
    offered = {"teacher": _to_sign, "leader": _of_school, "clerk": _of_school, "authority": _desk, "guardian": _family}
    return offered[actor.kind](actor) if actor.kind in offered else ()


def book_panels(actor: Actor, book: ClassSubject) -> Iterable[Panel]:
    """Signing a subject, on the page of its marks."""
    if not may(actor, "sign_subject", book):
        return
    for task in _tasks_in(actor, book.school_class, book):
        yield _signing(Task(task.line, task.subjects), _("Ký môn vào học bạ"))


def class_panels(actor: Actor, school_class: SchoolClass) -> Iterable[Panel]:
    """Signing the general part, on the page of the own class."""
    if not may(actor, "sign_homeroom", school_class):
        return
    for task in _tasks_in(actor, school_class):
        yield _signing(Task(task.line, (), True, task.homeroom_due), _("Ký phần chủ nhiệm vào học bạ"))


def _signing(task: Task, title: str) -> Panel:
    url = reverse("transcripts:class", args=[task.line.uid])
    data = {"task": task, "key": task.line.has_key}
    return Panel(title, "transcripts/panels/book.html", data, 10, icon="signature", url=url, link=_("Từng học sinh"))


def _tasks_in(actor: Actor, school_class: SchoolClass, *books: ClassSubject) -> list[Task]:
    """What there is to sign in the books, or else in the class, for an actor who may sign it, also as a stand-in."""
    graded = 1 <= school_class.grade <= 12 and school_class.school_id == actor.unit_id
    allowed = frozenset(one.pk for one in books), frozenset() if books else frozenset({school_class.pk})
    line = class_line(school_class, *books, signer=actor.person_id) if graded else None
    return tasks_of([line], actor.person_id, allowed) if line else []


def _year(actor: Actor) -> int | None:
    try:
        return working_year(actor.unit_id or 0)
    except NotFound:
        return None


def _to_sign(actor: Actor) -> Iterable[Panel]:
    waiting = [task for task in own_tasks(actor.unit_id or 0, actor.person_id) if task.due]
    if waiting:
        data = {"tasks": waiting[:MOST]}
        url = reverse("transcripts:index")
        yield Panel(
            _("Học bạ thầy cô chưa ký"),
            "transcripts/panels/sign.html",
            data,
            20,
            icon="signature",
            url=url,
            link=_("Tất cả"),
        )


def _of_school(actor: Actor) -> Iterable[Panel]:
    year = _year(actor)
    counts = count_school(actor.unit_id or 0, year) if year else Counter[str]()
    if not counts["pupils"]:
        return
    counts["released"] = sum(counts[state] for state in ISSUED)
    url = reverse("transcripts:index")
    data = {"totals": counts}
    yield Panel(_("Học bạ"), "transcripts/panels/school.html", data, 30, False, "certificate", url, _("Từng lớp"))


def _desk(actor: Actor) -> Iterable[Panel]:
    url, data = reverse("transcripts:desk"), {"lines": school_lines(actor)[:MOST]}
    yield Panel(_("Học bạ các trường gửi"), "transcripts/panels/desk.html", data, 20, True, "inbox", url, _("Tất cả"))


def _family(actor: Actor) -> Iterable[Panel]:
    found = [(child, state(child.state) if child.state else None) for child in at_a_glance(actor)]
    url = reverse("transcripts:family")
    yield Panel(_("Các con"), "transcripts/panels/children.html", {"children": found}, 10, True, "users", url, _("Xem"))
