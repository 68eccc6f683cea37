"""Small things that the pages of teaching are made of."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Tab
from khuevan.registry.accounts.api import Actor

from ..api import SchoolYear, may, working_year, years_of


def number(text: str | None) -> int:
    """A number that a request carries, 0 for what is none."""
    said = text or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, working at a school."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.unit_id not in actor.school_ids:
        raise NotFound(_("Trang này dành cho người làm việc ở một trường."))
    return actor


def year_of(request: HttpRequest) -> SchoolYear:
    """The school year of a page (``?year=`` or the working year), for those who give out its teaching."""
    actor = actor_of(request)
    school = actor.unit_id or 0
    wanted = number(request.POST.get("year") or request.GET.get("year")) or working_year(school)
    found = next((one for one in years_of(school) if one.year == wanted), None)
    if found is None or not may(actor, "assign", found):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return found


def tabs(year: SchoolYear, here: str) -> list[Tab]:
    """The three pages of teaching."""
    names = {"teaching": _("Ai dạy lớp nào"), "loads": _("Số tiết"), "stand_ins": _("Dạy thay, thay đổi")}
    query = f"?year={year.year}"
    return [Tab(label, reverse(f"enrolment:{name}") + query, name == here) for name, label in names.items()]


def year_tabs(year: SchoolYear) -> list[Tab]:
    """The years of the school."""
    return [Tab(year_label(one.year), f"?year={one.year}", one.year == year.year) for one in years_of(year.school_id)]
