"""Two records side by side, and what is decided about them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.people.api import Person

from ..actions.deciding import keep_apart, records_of, reopen
from ..actions.merging import CHOICES, hindrances, merge, separate
from ..actions.sweeping import suspect
from ..models import Merge, Pair
from ..policies import may
from ..queries import said
from ..queries.known import known
from ..queries.weights import held_by, moved_by, weigh
from .parts import actor_of, compared, schools_of, seen, tone, way


@require_GET
@login_required
def pair(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Both records, what hangs on each, and what may be done."""
    actor = actor_of(request)
    found = Pair.objects.filter(uid=uid).first()
    people = known([found.first_id, found.second_id]) if found else {}
    if found is None or len(people) != 2:
        raise NotFound(_("Không tìm thấy cặp hồ sơ này."))
    one, other = people[found.first_id], people[found.second_id]
    seen(actor, (one, other), "So sánh hai hồ sơ")
    records = records_of(one, other)
    context: dict[str, Any] = {
        "pair": found, "one": one, "other": other, "rows": compared(one, other, schools_of((one, other))),
        "why": [said.reason(code) for code in found.reasons], "tone": tone(found.score),
        "crumbs": way(Crumb(one.name)), "may_decide": may(actor, "decide", records),
        "may_merge": may(actor, "merge", records),
        "done": Merge.objects.filter(winner_id__in=people, loser_id__in=people, undone_at=None).first(),
    }  # fmt: skip
    if context["may_merge"] and found.state == Pair.State.OPEN:
        context["weights"] = [(said.table(each.table), each.first, each.second) for each in weigh(one.id, other.id)]
        context["hindrances"] = hindrances(actor, one, other)
    return render(request, "identity/pair.html", context)


@require_POST
@login_required
def merge_pair(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make one record of two; which values stay is chosen fact by fact."""
    actor = actor_of(request)
    winner = request.POST.get("winner", "")
    kept = int(winner) if winner.isdecimal() and len(winner) < 19 else 0
    other = {choice for choice in CHOICES if request.POST.get(choice, winner) != winner}
    done = merge(actor, uid, kept, other, request.POST.get("reason", ""))
    messages.success(request, _("Đã gộp. Hoàn tác được cho đến khi có dữ liệu mới dựa trên lần gộp này."))
    return redirect("identity:merge", uid=done.uid)


@require_POST
@login_required
def apart(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two people."""
    keep_apart(actor_of(request), uid, request.POST.get("reason", ""))
    messages.success(request, _("Đã ghi: hai người khác nhau. Các lần tìm sau không nêu lại cặp này."))
    return redirect("identity:index")


@require_POST
@login_required
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Look at the pair again."""
    reopen(actor_of(request), uid, request.POST.get("reason", ""))
    return redirect("identity:pair", uid=uid)


@require_POST
@login_required
def suspect_two(request: HttpRequest) -> HttpResponse:
    """Put two records side by side that no search has found: ``one`` and ``other``, or both as ``chosen``."""
    actor_of(request)
    chosen = request.POST.getlist("chosen")
    if "one" not in request.POST and len(chosen) != 2:
        raise Invalid(_("Chưa chọn đúng hai hồ sơ."), hint=_("Quay lại, đánh dấu hai hồ sơ của cùng một người."))
    try:
        wanted = [UUID(text) for text in chosen or (request.POST["one"], request.POST.get("other", ""))]
    except ValueError:
        wanted = []
    people = list(Person.objects.filter(uid__in=wanted).values_list("pk", flat=True))
    if len(people) != 2:
        raise NotFound(_("Không tìm thấy hai hồ sơ này."))
    return redirect("identity:pair", uid=suspect(*people).uid)


@require_GET
@login_required
def merged(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A merge: what was moved, and whether it can be undone."""
    actor = actor_of(request)
    done = Merge.objects.filter(uid=uid).first()
    people = known([done.winner_id, done.loser_id]) if done else {}
    if done is None or len(people) != 2:
        raise NotFound(_("Không tìm thấy lần gộp này."))
    winner, loser = people[done.winner_id], people[done.loser_id]
    seen(actor, (winner, loser), "Xem lần gộp hồ sơ")
    allowed = may(actor, "separate", records_of(winner, loser))
    context = {
        "done": done, "winner": winner, "loser": loser, "crumbs": way(Crumb(winner.name)), "may": allowed,
        "rows": [(kind, said.table(table), count) for kind, table, count in moved_by(done)],
        "held": [said.held(one) for one in held_by(done)] if allowed and not done.undone_at else [],
    }  # fmt: skip
    return render(request, "identity/merge.html", context)


@require_POST
@login_required
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two records again."""
    separate(actor_of(request), uid, request.POST.get("reason", ""))
    messages.success(request, _("Đã hoàn tác: hai hồ sơ như trước khi gộp."))
    return redirect("identity:merge", uid=uid)
