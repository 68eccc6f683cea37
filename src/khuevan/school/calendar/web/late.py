"""Who is late: a teacher's own books, a school by teacher, the province by school."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.kernel.tables import Column, Linked, Table
from khuevan.kernel.trail import Crumb
from khuevan.registry.units.api import Unit, schools_under

from ..api import by_teacher, last_round, of_province, of_school, year_of
from ..queries.late import SchoolLine, of_teacher
from ..queries.owing_words import in_words
from .parts import actor_of, room_tabs, way

PAGE = 50


@require_GET
@login_required
def late(request: HttpRequest) -> HttpResponse:
    """Late books: own ones, of the school by teacher, of the province by school."""
    actor = actor_of(request)
    year = year_of(actor)
    context: dict[str, Any] = {"tabs": room_tabs("late"), "year": year}
    if actor.kind == "authority":
        schools = schools_under(actor.unit_id or 0, today()) if year else []
        lines = of_province(year, schools) if year else []
        page = Paginator(lines, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
        context |= {"page": page, "table": _table(page), "at": last_round(year) if year else None}
        context |= {"totals": _totals(lines)}
        return render(request, "calendar/late_province.html", context)
    if actor.kind == "teacher":
        found = of_teacher(actor.unit_id or 0, year, actor.person_id or 0) if year else []
        return render(request, "calendar/late_books.html", context | {"lines": in_words(found, today()), "own": True})
    return _of_school(request, actor.unit_id or 0, year, context)


@require_GET
@login_required
def late_school(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One school by teacher, for an authority above it."""
    actor = actor_of(request, "authority")
    school = Unit.objects.filter(uid=uid, kind="school").first()
    if school is None or school.pk not in schools_under(actor.unit_id or 0, today()):
        raise NotFound(_("Không tìm thấy trường này."), hint=_("Trường không có, hoặc không thuộc đơn vị của anh chị."))
    context = {"school": school, "crumbs": way(Crumb(_("Ai còn thiếu")), Crumb(school.name))}
    return _of_school(request, school.pk, year_of(actor), context)


def _of_school(request: HttpRequest, school_id: int, year: int | None, context: dict[str, Any]) -> HttpResponse:
    """By teacher; with ``teacher`` the books of one of them ("0": of nobody)."""
    found, day = (of_school(school_id, year) if year else []), today()
    wanted = request.GET.get("teacher", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        chosen = [one for one in found if (one.teacher_id or 0) == int(wanted)]
        name = chosen[0].teacher if chosen else ""
        more = {"lines": in_words(chosen, day), "teacher": name or _("Chưa phân công"), "back": request.path}
        return render(request, "calendar/late_books.html", context | more)
    lines = by_teacher(found, day)
    return render(
        request, "calendar/late_school.html", context | {"lines": lines, "totals": _totals(lines), "year": year}
    )


def _table(lines: Iterable[SchoolLine]) -> Table:
    start, _zero, end = reverse("calendar:late_school", args=[UUID(int=0)]).partition(str(UUID(int=0)))
    counts = _("Giáo viên"), _("Sổ quá hạn"), _("Ô còn thiếu"), _("Số ngày trễ")
    heads = [Column(_("Mã trường")), Column(_("Trường")), *(Column(label, number=True) for label in counts)]
    rows = [
        (one.code, Linked(one.name, f"{start}{one.uid}{end}"), one.teachers, one.books, one.cells, one.days)
        for one in lines
    ]
    return Table(heads, rows, name=1)


def _totals(lines: list[Any]) -> dict[str, int]:
    late_ones = [line for line in lines if line.days]
    return {
        "cells": sum(line.cells for line in late_ones),
        "books": sum(line.books for line in late_ones),
        "who": len(late_ones),
    }
