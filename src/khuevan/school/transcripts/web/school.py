"""What the school's leaders and office do to many transcripts at once, and how far it is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.school.enrolment.api import SchoolClass

from ..actions.batches import order_issue, order_principal
from ..actions.delivery import submit as do_submit
from ..models import Batch
from ..queries.delegations import refusal_today
from .parts import actor_of, numbers, pin, way


@require_POST
@login_required
def sign(request: HttpRequest) -> HttpResponse:
    """Order the leader's signature under all transcripts of these classes that are ready for it."""
    batch = order_principal(actor_of(request, "leader"), numbers(request, "class"), pin(request))
    return redirect("transcripts:batch", uid=batch.uid)


@require_POST
@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Order the seal under all transcripts of these classes that a leader has signed."""
    batch = order_issue(actor_of(request, "leader", "clerk"), numbers(request, "class"), pin(request))
    return redirect("transcripts:batch", uid=batch.uid)


@require_POST
@login_required
def submit(request: HttpRequest) -> HttpResponse:
    """Send what is issued in these classes to the Sở."""
    count = do_submit(actor_of(request, "leader", "clerk"), numbers(request, "class"))
    messages.success(request, _("Đã gửi %(n)d học bạ đến Sở.") % {"n": count})
    return redirect("transcripts:index")


@require_GET
@login_required
def batch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far an order is, with what could not be done and why."""
    one = _batch(request, uid)
    crumbs = way(Crumb(one.get_kind_display()))
    classes = SchoolClass.objects.filter(school_id=one.school_id, pk__in=one.class_ids).order_by("grade", "name")
    of_one = classes[0] if len(one.class_ids) == 1 else None
    own = one.kind == Batch.Kind.ISSUE or actor_of(request).kind == "leader"
    signs = one.kind == Batch.Kind.PRINCIPAL and one.state == Batch.State.FAILED and own
    why = refusal_today(one.school_id, actor_of(request).person_id) if signs else None
    context = {"batch": one, "crumbs": crumbs, "school_class": of_one, "resumes": own, "undelegated": why}
    return render(request, "transcripts/batch.html", context)


@require_GET
@login_required
def batch_progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The moving part of it, asked for every second until it has ended; then the page is shown anew."""
    one = _batch(request, uid)
    response = render(request, "transcripts/progress.html", {"batch": one})
    if one.finished_at:
        response["HX-Refresh"] = "true"
    return response


def _batch(request: HttpRequest, uid: UUID) -> Batch:
    actor = actor_of(request, "leader", "clerk")
    found = Batch.objects.filter(uid=uid, school_id=actor.unit_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đợt này."))
    return found
