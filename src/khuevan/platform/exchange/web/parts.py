"""Small things that the pages of the exchange are made of."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor

from ..models import Partner
from ..policies import demand

LONGEST = 80


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, at the Sở or the Ministry; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    demand(actor)
    return actor


def partner_of(request: HttpRequest, uid: UUID) -> tuple[Actor, Partner]:
    """Who asks, and the partner. Raises ``NotFound``."""
    actor = actor_of(request)
    found = Partner.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy đối tác này."))
    return actor, found


def way(partner: Partner, *crumbs: Crumb) -> list[Crumb]:
    """The way from the list of partners to one of them and beyond."""
    first = Crumb(_("Liên thông dữ liệu"), reverse("exchange:index"))
    own = reverse("exchange:partner", args=[partner.uid]) if crumbs else ""
    return [first, Crumb(partner.name, own), *crumbs]


def text_of(request: HttpRequest, name: str, most: int = LONGEST) -> str:
    """A short text of a form or an address, without what the database cannot keep."""
    given = request.POST if request.method == "POST" else request.GET
    return given.get(name, "")[:most].replace("\x00", "").strip()
