"""The school's page of profiles: the score, the to-do list, and the people of each line."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khuevan.kernel.trail import Crumb
from khuevan.registry.audit.api import log_access

from ..policies import office_of
from ..queries.people import count_on, line_by_key, people_named, people_on
from ..queries.scores import standing
from .parts import chores, kind_in, kind_tabs, tenths
from .words import line_words

PAGE, FOUND, LONGEST = 50, 50, 80


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """How complete the profiles of the school are now, and what is to be done."""
    school_id = office_of(request.actor)  # type: ignore[attr-defined]
    kind = kind_in(request.GET.get("kind", ""))
    now = standing(school_id, kind)
    context = {
        "kind": kind,
        "tabs": kind_tabs("profiles:index", kind),
        "standing": now,
        "score": tenths(now.tenths),
        "chores": chores(kind, now),
    }
    return render(request, "profiles/index.html", context)


@require_GET
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people whom a line of the list is about, or those who are looked for."""
    actor = request.actor  # type: ignore[attr-defined]
    school_id, kind = office_of(actor), kind_in(request.GET.get("kind", ""))
    key, text = request.GET.get("line", "")[:LONGEST], request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    title, page = _("Tìm hồ sơ"), None
    if key:
        line = line_by_key(kind, key)
        total = count_on(school_id, kind, line)
        title = line_words(kind, line, total)
        page = Paginator(range(total), getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
        first = max(page.start_index() - 1, 0)
        found = people_on(school_id, kind, line, first, page.paginator.per_page)
    else:
        found = people_named(school_id, kind, text, FOUND) if text else []
    log_access(actor, school_id, [one.id for one in found], "Danh sách hồ sơ")
    context = {"kind": kind, "line": key, "text": text, "title": title, "page": page, "people": found}
    crumbs = [Crumb(_("Hồ sơ"), f"{reverse('profiles:index')}?kind={kind}"), Crumb(title)]
    return render(request, "profiles/people.html", context | {"crumbs": crumbs})
