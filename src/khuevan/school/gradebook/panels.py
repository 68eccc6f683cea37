"""Cards on the first pages: what a teacher has to fill in next, how far the school is."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.panels import Panel
from khuevan.kernel.text import within
from khuevan.registry.accounts.api import Actor

from .api import (
    LAST_GRADE,
    LAST_PRIMARY_GRADE,
    BookProgress,
    Stage,
    class_progress,
    open_locks,
    part_name,
    progress,
    progress_with_led,
    stage_of,
)
from .ports import stage_panels

MOST = 6


def panels(actor: Actor) -> list[Panel]:
    """The cards for a teacher or a leader; nothing for others, or before the school year is set up."""
    if actor.kind not in {"teacher", "leader"} or actor.unit_id not in actor.school_ids:
        return []
    try:
        stage = stage_of(actor.unit_id or 0, localdate())
    except NotFound:
        return []
    return [*_teacher(actor, stage), *stage_panels(actor, stage)] if actor.kind == "teacher" else _leader(actor, stage)


def _teacher(actor: Actor, stage: Stage) -> list[Panel]:
    where = (actor.unit_id or 0, stage.year, stage.term, stage.period)
    teacher = actor.person_id or 0
    own = class_progress(*where, teacher_id=teacher)
    books, of_classes = progress_with_led(*where, teacher_id=teacher, led=[one.id for one in own])
    found = []
    if books:
        gaps = sorted((book for book in books if book.missing), key=lambda book: -book.percent)
        context = {"books": (gaps or books)[:MOST], "gaps": len(gaps), "done": not gaps}
        title = _("Sổ điểm %(part)s") % {"part": _part_words(books, stage)}
        link = {"url": reverse("gradebook:index"), "link": _("Mọi sổ")}
        found.append(Panel(title, "gradebook/panels/books.html", context, order=20, icon="notebook", **link))
    for one in own:
        class_books = of_classes[one.id]
        context = {
            "one": one,
            "primary": one.grade <= LAST_PRIMARY_GRADE,
            "young": one.grade > LAST_GRADE,
            "done": sum(book.state == "done" for book in class_books),
            "all": len(class_books),
        }
        title = _("Lớp chủ nhiệm %(name)s") % {"name": one.name}
        link = {"url": reverse("gradebook:homeroom", args=[one.uid]), "link": _("Mở lớp")}
        found.append(Panel(title, "gradebook/panels/homeroom.html", context, order=30, icon="users-group", **link))
    return found


def _leader(actor: Actor, stage: Stage) -> list[Panel]:
    books = progress(actor.unit_id or 0, stage.year, stage.term, stage.period)
    if not books:
        return []
    expected, filled = sum(book.expected for book in books), sum(book.filled for book in books)
    gaps = sorted((book for book in books if book.missing), key=lambda book: book.percent)
    context = {
        "percent": 100 * filled // expected if expected else 100,
        "done": len(books) - len(gaps),
        "all": len(books),
        "books": gaps[:MOST],
        "lock": open_locks(actor.unit_id or 0, stage.year).get(stage.term),
    }
    title = _("Tiến độ nhập điểm %(part)s") % {"part": _part_words(books, stage)}
    link = {"url": reverse("gradebook:school"), "link": _("Xem từng lớp")}
    return [Panel(title, "gradebook/panels/school.html", context, order=20, icon="progress-check", **link)]


def _is_primary(books: list[BookProgress]) -> bool:
    return any(book.grade <= LAST_PRIMARY_GRADE for book in books)


def _part_words(books: list[BookProgress], stage: Stage) -> str:
    primary = _is_primary(books)
    return within(part_name(primary, stage.period if primary else stage.term))
