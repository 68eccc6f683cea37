"""Pages about many books: the teacher's own, and the whole school's with the locks of its terms."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import within
from khuevan.kernel.trail import Crumb
from khuevan.school.enrolment.api import classes_of

from ..api import (
    LAST_PRIMARY_GRADE,
    BookProgress,
    ClassProgress,
    Stage,
    class_progress,
    lock_term,
    may,
    open_locks,
    part_name,
    progress,
    stage_of,
    unlock_term,
)
from ..ports import signatures
from .asking import device, period, year_asked
from .parts import stage_tabs, way, year_tabs


@dataclass
class ClassLine:
    """A class in the matrix: its homeroom part and its books by subject code."""

    own: ClassProgress
    books: dict[str, BookProgress] = field(default_factory=dict)
    cells: list[tuple[str, BookProgress | None]] = field(default_factory=list)
    signed: int = 0

    @property
    def percent(self) -> int:
        """Whole percent of all cells of the class."""
        parts = [self.own, *self.books.values()]
        expected = sum(part.expected for part in parts)
        return 100 * sum(part.filled for part in parts) // expected if expected else 100


def _stage(request: HttpRequest) -> Stage:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.unit_id not in actor.school_ids:
        raise NotFound(_("Trang này dành cho người làm việc ở một trường."))
    return stage_of(actor.unit_id, localdate(), period(request), year_asked(request))


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A teacher's books with what is missing, and the way to the own class; leaders see the classes of the school."""
    actor = request.actor  # type: ignore[attr-defined]
    stage = _stage(request)
    where = (actor.unit_id, stage.year, stage.term, stage.period)
    context: dict[str, Any] = {"stage": stage, "years": year_tabs(stage)}
    if actor.kind == "teacher":
        books = progress(*where, teacher_id=actor.person_id or 0)
        mine = [one.pk for one in classes_of(actor, stage.year, "lead")]
        own = class_progress(*where, mine) if mine else []
        primary = any(one.grade <= LAST_PRIMARY_GRADE for one in [*books, *own])
        context |= {"books": books, "own": own}
    else:
        classes = class_progress(*where)
        primary = any(one.grade <= LAST_PRIMARY_GRADE for one in classes)
        context |= {"classes": classes}
    context["tabs"] = stage_tabs(primary, stage)
    return render(request, "gradebook/index.html", context)


@require_GET
@login_required
def school(request: HttpRequest) -> HttpResponse:
    """How far every class and subject of the school is, and the locks of its terms."""
    actor = request.actor  # type: ignore[attr-defined]
    stage = _stage(request)
    if not may(actor, "read", stage.school_year):
        raise NotFound(_("Trang này dành cho lãnh đạo nhà trường."))
    where = (actor.unit_id, stage.year, stage.term, stage.period)
    lines = _lines(class_progress(*where), progress(*where), actor.unit_id)
    books = [book for line in lines for book in line.books.values()]
    primary = any(line.own.grade <= LAST_PRIMARY_GRADE for line in lines)
    locks = open_locks(actor.unit_id, stage.year)
    context = {
        "stage": stage,
        "years": year_tabs(stage),
        "lines": lines,
        "subjects": _subjects(books),
        "totals": _totals(lines, books),
        "primary": primary,
        "young": bool(lines) and not books,
        "lock": locks.get(stage.term),
        "year_lock": locks.get(3),
        "may_lock": may(actor, "lock", stage.school_year),
        "term_name": part_name(False, stage.term),
        "term_within": within(part_name(False, stage.term)),
        "tabs": stage_tabs(primary, stage),
        "crumbs": way(actor, Crumb(_("Tiến độ"))),
    }
    return render(request, "gradebook/school.html", context)


def _lines(classes: list[ClassProgress], books: list[BookProgress], school_id: int) -> list[ClassLine]:
    lines = {one.id: ClassLine(one) for one in classes}
    for book in books:
        if book.class_id in lines:
            lines[book.class_id].books[book.code] = book
    subjects = _subjects(books)
    for line in lines.values():
        line.cells = [(name, line.books.get(code)) for code, _short, name in subjects]
    for pk, signed in signatures(school_id, list(lines)).items():
        lines[pk].signed = len(signed.subjects)
    return list(lines.values())


def _subjects(books: list[BookProgress]) -> list[tuple[str, str, str]]:
    """Code, short name and name of every subject, in the order of the transcripts."""
    return list(dict.fromkeys((book.code, book.short_name, book.name) for book in books))


def _totals(lines: list[ClassLine], books: list[BookProgress]) -> dict[str, int]:
    own = [line.own for line in lines]
    parts, counted = [*books, *own], books or own
    expected, filled = sum(part.expected for part in parts), sum(part.filled for part in parts)
    return {
        "books": len(counted),
        "done": sum(one.state == "done" for one in counted),
        "missing": expected - filled,
        "open": sum(part.state != "done" for part in parts),
        "percent": 100 * filled // expected if expected else 100,
    }


@require_POST
@login_required
def lock(request: HttpRequest, term: int) -> HttpResponse:
    """Close a term of the school for entry."""
    stage = _stage(request)
    lock_term(request.actor, stage.school_year, term, request.POST.get("reason", ""), device=device(request))  # type: ignore[attr-defined]
    said = _("Đã khoá %(term)s. Không ai nhập được điểm của học kì này nữa.")
    messages.success(request, said % {"term": within(part_name(False, term))})
    return redirect(_back(term, stage.year))


@require_POST
@login_required
def unlock(request: HttpRequest, term: int) -> HttpResponse:
    """Open a closed term again."""
    stage = _stage(request)
    unlock_term(request.actor, stage.school_year, term, request.POST.get("reason", ""), device=device(request))  # type: ignore[attr-defined]
    said = _("Đã mở khoá %(term)s. Giáo viên nhập được điểm trở lại.")
    messages.success(request, said % {"term": within(part_name(False, term))})
    return redirect(_back(term, stage.year))


def _back(term: int, year: int) -> str:
    return f"{reverse('gradebook:school')}?year={year}&term={min(term, 2)}"
