"""Small things that the pages of the register are made of."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import File, content_of

OFFICE = ("leader", "clerk")
READERS = ("leader", "clerk", "teacher", "authority")


def actor_of(request: HttpRequest, *kinds: str) -> Actor:
    """Who asks, in one of ``kinds`` of roles; for others the page does not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind not in kinds:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def office_of(request: HttpRequest) -> tuple[Actor, int]:
    """Who asks in the office of a school, and the school."""
    actor = actor_of(request, *OFFICE)
    if not actor.unit_id or actor.unit_id not in actor.school_ids:
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor, actor.unit_id


def way(actor: Actor, *crumbs: Crumb) -> list[Crumb]:
    """The way from the first page of the room that the actor has."""
    if actor.kind in OFFICE:
        return [Crumb(_("Sổ đăng bộ"), reverse("register:book")), *crumbs]
    if actor.kind == "guardian":
        return [Crumb(_("Quá trình học"), reverse("register:family")), *crumbs]
    return [*crumbs]


def tabs(current: str) -> list[Tab]:
    """The pages of an office."""
    words = {"register:book": _("Sổ đăng bộ"), "register:transfers": _("Chuyển trường")}
    return [Tab(label, reverse(name), name == current) for name, label in words.items()]


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, named in Vietnamese (RFC 6266), of which nobody on the way keeps a copy."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response


def file_response(file: File) -> HttpResponse:
    """A stored file to keep."""
    return attached(content_of(file), file.media_type, file.name)
