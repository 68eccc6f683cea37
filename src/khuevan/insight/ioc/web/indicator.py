"""Why a figure is what it is: its definition, what was counted, when, and the way down to the rows behind it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.insight.statistics.api import (
    MEASURES,
    SOURCES,
    Formula,
    Indicator,
    Reference,
    Told,
    by_class,
    names_of,
    needs_subject,
    pupils_behind,
    read_formula,
    say,
    tell,
    versions_of,
)
from khuevan.kernel.errors import NotFound
from khuevan.kernel.kept import Kept
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.audit.api import log_access
from khuevan.school.enrolment.api import SchoolClass, class_list, grade_name
from khuevan.school.gradebook.api import may

from ..queries.board import broken
from .asking import Asked, asked, number
from .drawing import Chart, Group, area_map, bars, groups
from .schools import is_highest_first, page_size, school_page, text_in

WAYS = {
    "commune": gettext_lazy("Theo xã, phường"),
    "school": gettext_lazy("Theo trường"),
    "level": gettext_lazy("Theo cấp học"),
    "grade": gettext_lazy("Theo khối"),
    "subject": gettext_lazy("Theo môn"),
    "term": gettext_lazy("Theo học kì"),
    "year": gettext_lazy("Qua các năm"),
    "class": gettext_lazy("Theo lớp"),
}
HEADS = {
    "commune": gettext_lazy("Xã, phường"),
    "school": gettext_lazy("Trường"),
    "level": gettext_lazy("Cấp học"),
    "grade": gettext_lazy("Khối"),
    "subject": gettext_lazy("Môn"),
    "term": gettext_lazy("Học kì"),
    "year": gettext_lazy("Năm học"),
}
_drawn: Kept[SafeString] = Kept()


@require_GET
@login_required
def index(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator of what was asked for, broken down one way."""
    here = asked(request)
    versions = versions_of(code)
    one = _holding(versions, here)
    ways = _ways(one, here)
    by = request.GET.get("by", "")
    by = by if by in ways else ways[0]

    def draw() -> SafeString:
        said = {"versions": versions, "tabs": [_tab(request, here, way, by) for way in ways]}
        return render_to_string("ioc/parts/figure.html", said | _figure(request, one, here, by), request)

    # Classes are counted from the books as they are now; all else stands while the figures do.
    about = (
        here.view,
        request.get_full_path(),
        page_size(request),
        get_language(),
        tuple(each.pk for each in versions),
    )
    figure = draw() if by == "class" else _drawn.get((here.known, about), draw)
    context = {"one": one, "here": here, "figure": figure, "place": _place(here), "crumbs": _crumbs(here, one)}
    return render(request, "ioc/indicator.html", context)


@require_GET
@login_required
def pupils(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """The pupils of a class whom one count of the formula holds; for who may read the class. Everyone is noted."""
    here = asked(request)
    one = _holding(versions_of(code), here)
    formula = read_formula(one.formula)
    actor = request.actor  # type: ignore[attr-defined]
    school_class = SchoolClass.objects.filter(uid=uid).select_related("homeroom").first()
    place = number(request, "count") or 0
    if school_class is None or not may(actor, "read", school_class) or place >= len(formula.references):
        raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc không do thầy cô phụ trách."))
    reference = formula.references[place]
    view = here.view.__class__(**{**vars(here.view), "school_id": school_class.school_id, "schools": None})
    ids = pupils_behind(reference, view, school_class.pk)
    found = class_list(school_class, ids)
    words = _words(reference)
    log_access(
        actor, school_class.school_id, [pupil.id for pupil in found], f"Số liệu: {MEASURES[reference.measure].title}"
    )
    crumbs = [*_crumbs(here, one)[:-1], Crumb(one.label, _back(here, one)), Crumb(school_class.name)]
    context = {
        "one": one,
        "pupils": found,
        "words": words,
        "school_class": school_class,
        "here": here,
        "crumbs": crumbs,
    }
    return render(request, "ioc/pupils.html", context)


def _holding(versions: Iterable[Indicator], here: Asked) -> Indicator:
    one = next((one for one in versions if one.holds_on(here.view.day)), None)
    if one is None:
        raise NotFound(_("Chưa có chỉ tiêu này vào ngày đã chọn."), hint=_("Xem danh sách chỉ tiêu."))
    return one


def _tab(request: HttpRequest, here: Asked, way: str, by: str) -> Tab:
    return Tab(str(WAYS[way]), here.link(request.path, by=way), way == by)


def _figure(request: HttpRequest, one: Indicator, here: Asked, by: str) -> dict[str, Any]:
    """The value, why it is so, and its breakdown."""
    formula = read_formula(one.formula)
    whole = None if _vague(formula, here) else next(iter(tell({one.code: formula}, here.view)), None)
    said: dict[str, Any] = {
        "one": one,
        "by": by,
        "value": say(whole.values[one.code], one.unit) if whole else None,
        "measures": _measures(formula, whole),
        "computed_at": whole.computed_at if whole else None,
    }
    if by == "class":
        return said | {"classes": _classes(formula, here, one)}
    if by == "school" and not _vague(formula, here):
        return said | _by_school(request, one, formula, here)
    return said | {"chart": _chart(one, formula, here, by)}


def _ways(one: Indicator, here: Asked) -> list[str]:
    if here.school:
        own = [way for way in one.dimensions if way not in ("commune", "school") and way in HEADS]
        return ["class", *own]
    return [way for way in one.dimensions if way in HEADS and not (way == "commune" and here.area)] or ["school"]


def _vague(formula: Formula, here: Asked) -> bool:
    return needs_subject(formula) and here.view.subject is None


def _chart(one: Indicator, formula: Formula, here: Asked, by: str) -> Chart | None:
    if _vague(formula, here) and by != "subject":
        return None
    found = broken({one.code: formula}, here.view, by)
    path = reverse("ioc:indicator", args=[one.code])
    links: dict[str, str] = {}
    if by == "commune":
        links = {key: here.link(path, commune=key, by="school") for key in found.names}
    elif by in ("grade", "subject"):
        links = {key: here.link(path, **{by: key, "by": ""}) for key in found.names}
    some = groups(found.told, found.names, one.code, links)
    if by == "commune":
        codes = [group.name.within for group in some]
        return area_map(by, one, str(HEADS[by]), some, max(set(codes), key=codes.count) if codes else "")
    return bars(by, one, str(HEADS[by]), [group for group in some if group.value is not None])


def _by_school(request: HttpRequest, one: Indicator, formula: Formula, here: Asked) -> dict[str, Any]:
    """A page of schools with its chart, and what was looked for."""
    page = school_page(request, tell({one.code: formula}, here.view, "school"), one.code)
    names, path = names_of("school", [told.key for told in page]), reverse("ioc:indicator", args=[one.code])
    some = [
        Group(names[told.key], told.key, told.values[one.code], here.link(path, school=names[told.key].uid, by="class"))
        for told in page
        if told.key in names
    ]
    high = is_highest_first(request)
    said = {"page": page, "text": text_in(request), "high": high, "kept": here.given}
    return said | {"chart": bars("school", one, str(HEADS["school"]), some)}


def _classes(formula: Formula, here: Asked, one: Indicator) -> list[dict[str, Any]]:
    """Rows of a school: each count leads to the pupils whom it holds."""
    if _vague(formula, here):
        return []
    rows = []
    for row in by_class(formula, here.view):
        path = reverse("ioc:pupils", args=[one.code, row.uid])
        cells = [
            (say(row.counted.get(each, 0)), here.link(path, count=place) if MEASURES[each.measure].of_pupils else "")
            for place, each in enumerate(formula.references)
        ]
        rows.append({"name": row.name, "value": say(formula.value(row.counted), one.unit), "cells": cells})
    return rows


def _measures(formula: Formula, whole: Told | None) -> list[tuple[str, str, str, str]]:
    """Word, words, how many, and from where, for each count of the formula."""
    return [
        (
            _code(each),
            _words(each),
            say(whole.counted[each]) if whole else say(None),
            _(SOURCES[MEASURES[each.measure].source]),
        )
        for each in formula.references
    ]


def _code(one: Reference) -> str:
    given = {"khoi": one.grade, "ky": one.term, "mon": one.subject}
    inside = ", ".join(f"{name}={value}" for name, value in given.items() if value is not None)
    return f"{one.measure}[{inside}]" if inside else one.measure


def _words(one: Reference) -> str:
    more = [grade_name(one.grade)] if one.grade else []
    return ", ".join([_(MEASURES[one.measure].title), *more, *([one.subject] if one.subject else [])])


def _place(here: Asked) -> list[str]:
    """What the figure is of, in words."""
    view = here.view
    words = [here.school.name if here.school else here.area.full_name if here.area else ""]
    words += [grade_name(view.grade) if view.grade else ""]
    words += [name.label for name in names_of("subject", [view.subject]).values()] if view.subject else []
    return [one for one in words if one]


def _crumbs(here: Asked, one: Indicator) -> list[Crumb]:
    path = reverse("ioc:indicator", args=[one.code])
    crumbs = [
        Crumb(_("Trung tâm điều hành"), here.link(reverse("ioc:board"), commune="", school="", grade="", subject=""))
    ]
    if here.view.grade or here.area or here.school or here.view.subject:
        crumbs.append(Crumb(one.label, here.link(path, commune="", school="", grade="", subject="")))
        return [*crumbs, Crumb(" · ".join(_place(here)))]
    return [*crumbs, Crumb(one.label)]


def _back(here: Asked, one: Indicator) -> str:
    return here.link(reverse("ioc:indicator", args=[one.code]), by="class")
