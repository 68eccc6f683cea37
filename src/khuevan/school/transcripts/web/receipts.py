"""Receipts of what one PIN signed: for the signer and the school's office, on screen and on paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from khuevan.kernel.clock import now
from khuevan.kernel.trail import Crumb
from khuevan.platform.documents.api import render as print_sheet
from khuevan.registry.audit.api import log_access
from khuevan.registry.units.api import unit_by_id
from khuevan.school.enrolment.api import Subject

from ..adapters.receipt_paper import receipt_sheet
from ..models import SectionSignature
from ..queries.receipts import Receipt, receipt, receipts
from ..rules.document import part_names
from .parts import actor_of, way

STAFF = ("teacher", "leader", "clerk")
PAGE, MOST_NAMED = 50, 6


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The orders of a signer, or of the whole school for its office."""
    actor = actor_of(request, *STAFF)
    page = Paginator(receipts(actor), getattr(request, "per_page", PAGE)).get_page(request.GET.get("page"))
    roles = dict(SectionSignature.Role.choices)
    rows = [{**row, "role": roles[row["role"]], "places": _places(row["classes"])} for row in page]
    return render(
        request, "transcripts/receipts.html", {"page": page, "rows": rows, "crumbs": way(Crumb(_("Biên nhận ký")))}
    )


def _places(classes: list[str]) -> str:
    if len(classes) <= MOST_NAMED:
        return ", ".join(classes)
    return _("%(n)d lớp") % {"n": len(classes)}


@require_GET
@login_required
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One receipt."""
    found = _opened(request, uid)
    context = {
        "receipt": found,
        "rows": _parts(found),
        "role": _role(found),
        "crumbs": way(Crumb(_("Biên nhận ký"), reverse("transcripts:receipts")), Crumb(_role(found))),
    }
    return render(request, "transcripts/receipt.html", context)


@require_GET
@login_required
def pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same to print and keep."""
    found = _opened(request, uid)
    one = found.first
    facts = (
        ("Người ký", f"{one.signer_name}, {one.signer_title}".strip(", ")),
        ("Với tư cách", _role(found)),
        ("Chứng thư số", one.serial),
        ("Ký từ", f"{localtime(found.started):%d/%m/%Y %H:%M:%S} đến {localtime(found.ended):%H:%M:%S}"),
        ("Số chữ ký", str(len(found.rows))),
    )
    sheet = receipt_sheet(unit_by_id(one.school_id).name, facts, _parts(found), now())
    response = HttpResponse(print_sheet("table_paper", sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bien-nhan-ky-{found.order.hex[-8:]}.pdf"'
    return response


def _opened(request: HttpRequest, uid: UUID) -> Receipt:
    actor = actor_of(request, *STAFF)
    found = receipt(actor, uid)
    log_access(
        actor,
        found.first.school_id,
        sorted({row.student_id for row in found.rows}),
        gettext_noop("Biên nhận ký học bạ"),
    )
    return found


def _parts(found: Receipt) -> list[tuple[SectionSignature, str]]:
    names = part_names(Subject.objects.values_list("code", "name"))
    return [(row, names.get(row.section, row.section)) for row in found.rows]


def _role(found: Receipt) -> str:
    role = str(dict(SectionSignature.Role.choices)[found.first.role])
    return f"{found.first.on_behalf}. {role}" if found.first.on_behalf else role
