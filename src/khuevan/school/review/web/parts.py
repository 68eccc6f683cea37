"""Small things that the pages of review are made of: who asks, which year, the way."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor

KINDS = ("authority", "leader", "clerk")


def actor_of(request: HttpRequest, *kinds: str) -> Actor:
    """Who asks, in one of these kinds of roles; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in (kinds or KINDS):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def year_in(request: HttpRequest, known: Sequence[int]) -> int:
    """The year that an address names, or the latest. Raises ``NotFound`` where there is none."""
    if not known:
        raise NotFound(_("Chưa có năm học nào."), hint=_("Các trường mở năm học trước."))
    asked = request.GET.get("year", "") or request.POST.get("year", "")
    return next((year for year in known if str(year) == asked), known[0])


def year_tabs(known: Sequence[int], here: int) -> list[Tab]:
    """The years beside each other."""
    return [Tab(year_label(year), f"?year={year}", year == here) for year in known[:6]]


def numbers(values: Sequence[str]) -> list[int]:
    """Ids that a form carries; what is not a number is left out."""
    return [int(text) for text in values if text.isascii() and text.isdigit() and len(text) < 19]


def way(actor: Actor, *crumbs: Crumb) -> list[Crumb]:
    """The way from the desk, which only authorities have."""
    first = [Crumb(_("Kiểm tra học bạ"), reverse("review:index"))] if actor.kind == "authority" else []
    return [*first, *crumbs]
