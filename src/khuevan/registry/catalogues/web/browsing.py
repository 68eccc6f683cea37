"""Look things up in the catalogues of the Ministry, as they hold or held on a day."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import fold
from khuevan.kernel.trail import Crumb, Tab

from ..models import Code, CodeList, Field
from ..queries.holding import codes_on, editions, fields_on, lists_on, on
from ..queries.words import section_name

PAGE, LONGEST, EDITIONS = 50, 80, 5
READERS = ("teacher", "leader", "clerk", "authority")


@require_GET
@login_required
def fields(request: HttpRequest) -> HttpResponse:
    """The fields of an object."""
    asked = _asked(request)
    wanted = request.GET.get("object", Field.Object.PUPIL)
    wanted = wanted if wanted in Field.Object.values else Field.Object.PUPIL
    rows = [one for one in fields_on(wanted, asked["day"]) if _holds(asked["text"], one.code, one.label)]
    page = _page(request, rows)
    titles = dict(lists_on(asked["day"]).filter(code__in={one.list_code for one in page}).values_list("code", "title"))
    shown = [(one, section_name(one.section), titles.get(one.list_code, "")) for one in page]
    objects = [(value, _(str(label))) for value, label in Field.Object.choices]
    more = {"object": wanted, "objects": objects, "page": page, "rows": shown, "editions": editions()[:EDITIONS]}
    return render(request, "catalogues/fields.html", asked | more | {"tabs": _tabs("catalogues:fields")})


@require_GET
@login_required
def lists(request: HttpRequest) -> HttpResponse:
    """The lists of codes, found by their own words or by those of a code in them."""
    asked = _asked(request)
    day, text = asked["day"], asked["text"]
    sizes = Code.objects.filter(on(day), list_code=OuterRef("code")).order_by().values("list_code")
    found = lists_on(day).annotate(size=Subquery(sizes.annotate(n=Count("pk")).values("n")))
    if text:
        inside = {one.list_code for one in Code.objects.filter(on(day)) if _holds(text, one.code, one.label)}
        found = [one for one in found if one.code in inside or _holds(text, one.code, one.title)]
    return render(
        request, "catalogues/lists.html", asked | {"page": _page(request, found), "tabs": _tabs("catalogues:lists")}
    )


@require_GET
@login_required
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """The codes of a list; those that have ended too where they are asked for."""
    asked = _asked(request)
    known = CodeList.objects.filter(code=code[:80]).order_by("-valid_from").first()
    if known is None:
        raise NotFound(_("Không có danh mục này."), hint=_("Tìm lại trong trang danh mục mã."))
    past = "past" in request.GET
    rows = codes_on([known.code], asked["day"])
    if past:
        rows = Code.objects.filter(list_code=known.code).order_by("code", "valid_from")
    page = _page(request, [one for one in rows if _holds(asked["text"], one.code, one.label)])
    crumbs = [Crumb(_("Danh mục mã"), reverse("catalogues:lists")), Crumb(known.code)]
    return render(
        request, "catalogues/list.html", asked | {"list": known, "past": past, "page": page, "crumbs": crumbs}
    )


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Day and words that a page was asked for, by somebody who works at a school or an office."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in READERS:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = localdate()
    return {"day": day, "text": request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()}


def _holds(text: str, *where: str) -> bool:
    said = fold(" ".join(where)) if text else ""
    return all(word in said for word in fold(text).split())


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))


def _tabs(current: str) -> list[Tab]:
    words = {"catalogues:fields": _("Trường dữ liệu"), "catalogues:lists": _("Danh mục mã")}
    return [Tab(label, reverse(name), name == current) for name, label in words.items()]
