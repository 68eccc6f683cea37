"""The pages of the banks: a teacher's own phrases, the school's, what is offered to it; a file brought in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.trail import Crumb, Tab

from ..api import (
    BankPhrase,
    Row,
    Wanted,
    add,
    adopt,
    alter,
    checked,
    home_of,
    may,
    offer,
    phrase_by_uid,
    phrases,
    read_phrases,
    retire,
)
from .forms import PhraseForm, in_use
from .parts import way

PAGE = 50
LARGEST = 2 * 1024 * 1024
_VERBS = {"retire": ("write", retire), "offer": ("offer", offer), "adopt": ("adopt", adopt)}


def _crumbs(actor: Any, *crumbs: Crumb) -> list[Crumb]:
    return way(*crumbs) if actor.kind == "teacher" else [*crumbs]


@require_GET
@login_required
def bank(request: HttpRequest) -> HttpResponse:
    """Phrases shelf by shelf, with a form for a new one and one for a file."""
    return _bank(request, PhraseForm())


def _bank(request: HttpRequest, form: PhraseForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    home_of(actor)
    shelf = BankPhrase.Shelf
    offered = ("own", "school") if actor.kind == "teacher" else ("school", "offered")
    here = request.GET.get("shelf") if request.GET.get("shelf") in offered else offered[0]
    text = request.GET.get("q", "").replace("\x00", "")[:100]
    page = Paginator(phrases(actor, here or "", text), getattr(request, "per_page", PAGE)).get_page(
        request.GET.get("page")
    )
    names = {"own": _("Của tôi"), "school": _("Của trường"), "offered": _("Giáo viên gửi")}
    context = {
        "tabs": [Tab(names[one], f"?shelf={one}", one == here) for one in offered],
        "page": page,
        "rows": [(one, in_use(one), may(actor, "write", one), may(actor, "adopt", one)) for one in page],
        "shelf": here,
        "text": text,
        "form": form,
        "own": actor.kind == "teacher",
        "offered": shelf.OFFERED,
        "crumbs": _crumbs(actor, Crumb(_("Ngân hàng câu"))),
    }
    return render(request, "comments/bank.html", context)


@require_POST
@login_required
def add_one(request: HttpRequest) -> HttpResponse:
    """A new phrase."""
    form = PhraseForm(request.POST)
    if form.is_valid():
        try:
            add(request.actor, [form.wanted()])  # type: ignore[attr-defined]
        except Invalid as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Đã thêm câu."))
            return redirect("comments:bank")
    return _bank(request, form)


@login_required
def phrase(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One phrase, to alter."""
    actor = request.actor  # type: ignore[attr-defined]
    one = phrase_by_uid(actor, uid, "write")
    form = PhraseForm(request.POST or None, initial=PhraseForm.initial_of(one))
    if request.method == "POST" and form.is_valid():
        try:
            alter(actor, one, form.wanted())
        except (Invalid, Conflict) as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Đã sửa câu."))
            return redirect("comments:bank")
    bank_crumb = Crumb(_("Ngân hàng câu"), reverse("comments:bank"))
    context = {"form": form, "phrase": one, "crumbs": _crumbs(actor, bank_crumb, Crumb(_("Sửa câu")))}
    return render(request, "comments/phrase.html", context)


@require_POST
@login_required
def step(request: HttpRequest, uid: UUID, verb: str) -> HttpResponse:
    """Retire, offer or take back, adopt."""
    if verb not in _VERBS:
        raise NotFound(_("Không có trang này."))
    permission, action = _VERBS[verb]
    one = phrase_by_uid(request.actor, uid, permission)  # type: ignore[attr-defined]
    action(request.actor, one)  # type: ignore[attr-defined]
    offered = _("Đã gửi câu cho lãnh đạo trường.") if one.shelf == BankPhrase.Shelf.OFFERED else _("Đã rút câu về.")
    said = {"retire": _("Đã cất câu."), "offer": offered, "adopt": _("Câu đã vào ngân hàng của trường.")}
    messages.success(request, said[verb])
    return redirect("comments:bank")


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """What a file or a paste holds, row by row; nothing is kept yet."""
    actor = request.actor  # type: ignore[attr-defined]
    upload, pasted = request.FILES.get("file"), request.POST.get("pasted", "")
    if upload and (upload.size or 0) > LARGEST:
        raise Invalid(_("Tệp quá 2 MB."), hint=_("Chỉ giữ trang có câu nhận xét, hoặc dán các ô đã chép."))
    if not upload and not pasted.strip():
        raise Invalid(_("Chưa có tệp nào."), hint=_("Chọn một tệp, hoặc dán các ô đã chép từ bảng tính."))
    content = upload.read() if upload else pasted.encode()
    rows = read_phrases(actor, content, (upload.name or "") if upload else "dan.csv", lambda row: checked(_wanted(row)))
    shown = [(row, in_use(row)) for row in rows]
    good = sum(not row.wrong for row in rows)
    context = {"rows": shown, "good": good, "bad": len(rows) - good}
    context["crumbs"] = _crumbs(actor, Crumb(_("Ngân hàng câu"), reverse("comments:bank")), Crumb(_("Xem trước")))
    return render(request, "comments/bring.html", context)


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the rows that the preview had found good."""
    given = zip(*(request.POST.getlist(name) for name in ("text", "part", "subjects", "bands")), strict=False)
    rows = [
        Row(0, text, part, tuple(subjects.split()), tuple(int(one) for one in bands if one in "1234"))
        for text, part, subjects, bands in given
    ]
    add(request.actor, [_wanted(row) for row in rows])  # type: ignore[attr-defined]
    messages.success(request, ngettext("Đã thêm %(n)d câu.", "Đã thêm %(n)d câu.", len(rows)) % {"n": len(rows)})
    return redirect("comments:bank")


def _wanted(row: Row) -> Wanted:
    return Wanted(row.text, row.part, row.subjects, row.bands)
