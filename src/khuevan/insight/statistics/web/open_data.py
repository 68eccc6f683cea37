"""Open data: for everybody, without a log-in; the Sở publishes."""

import csv
import io
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound

from ..api import LEAST, TERMS, Edition, may, publish, say, years_counted

HEAD = ("ma_chi_tieu", "ten", "don_vi", "nam_hoc", "hoc_ki", "tach_theo", "ma", "dia_ban", "gia_tri", "an_vi_qua_it")
SHOWN = ("hoc_sinh", "lop", "truong", "si_so", "hs_nu", "ht_kha", "len_lop")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The current editions, the newest year first, with the figures of the whole province."""
    actor = request.actor  # type: ignore[attr-defined]
    editions = list(Edition.objects.filter(replaced_at=None).order_by("-year", "-term"))
    defines = may(actor, "define")
    context = {
        "editions": [(one, _(TERMS[str(one.term)]), _shown(one)) for one in editions],
        "defines": defines,
        "years": list(years_counted()) if defines else [],
        "terms": [(number, _(words)) for number, words in TERMS.items()],
        "least": LEAST,
    }
    return render(request, "statistics/open.html", context)


@require_GET
def figures_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One row a figure, UTF-8 with a mark for spreadsheets, numbers with a point."""
    one = _edition(uid)
    names = {entry["code"]: entry for entry in one.content["dictionary"]}
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for row in one.content["rows"]:
        entry = names[row["code"]]
        where = (row["by"], row["key"], row["label"])
        told = ("" if row["value"] is None else row["value"], int(row["hidden"]))
        writer.writerow([row["code"], entry["name"], entry["unit"], year_label(one.year), one.term, *where, *told])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file(one)}.csv"'
    return answer


@require_GET
def figures_json(request: HttpRequest, uid: UUID) -> JsonResponse:
    """Everything, with the dictionary and the digest."""
    one = _edition(uid)
    about = {"year": one.year, "term": one.term, "office": one.office, "sha256": one.digest}
    about["published_at"] = one.published_at.isoformat()
    return JsonResponse({**about, **one.content}, json_dumps_params={"ensure_ascii": False})


@require_POST
@login_required
def publish_edition(request: HttpRequest) -> HttpResponse:
    """The Sở gives a year to the public."""
    given = [request.POST.get(name, "") for name in ("year", "term")]
    year, term = (int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0 for text in given)
    one = publish(request.actor, year, term)  # type: ignore[attr-defined]
    messages.success(request, _("Đã công bố năm học %(year)s.") % {"year": year_label(one.year)})
    return redirect("statistics:open")


def _edition(uid: UUID) -> Edition:
    one = Edition.objects.filter(uid=uid).first()
    if one is None:
        raise NotFound(_("Không có bộ dữ liệu này."), hint=_("Xem trang dữ liệu mở."))
    return one


def _file(one: Edition) -> str:
    return f"so-lieu-giao-duc-{one.year}-{one.year + 1}-hk{one.term}"


def _shown(one: Edition) -> list[dict[str, Any]]:
    """Figures of the whole province, in the order of `SHOWN`."""
    names = {entry["code"]: entry for entry in one.content["dictionary"]}
    whole = {row["code"]: row for row in one.content["rows"] if row["by"] == "province"}
    return [
        {
            "name": _(names[code]["name"]),
            "value": say(Fraction(whole[code]["value"]), names[code]["unit"]),
            "basis": names[code]["legal_basis"],
        }
        for code in SHOWN
        if code in whole and whole[code]["value"]
    ]
