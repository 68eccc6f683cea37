"""Small things that the pages of lists are made of."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor

from ..api import Import, Line, Target, families_of, import_by_uid, target, targets_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Cell(NamedTuple):
    """A value of a row; ``old`` beside it where it changes."""

    label: str
    text: str
    old: str | None = None


@dataclass(frozen=True)
class Row:
    """A row of the dry run as the page shows it."""

    line: Line
    cells: list[Cell]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, in a role that may bring in some kind of list; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.unit_id or not (targets_of(actor.kind) or families_of(actor.kind)):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def target_for(request: HttpRequest, code: str) -> Target:
    """A kind of list that the asker's role may handle. Raises ``NotFound``."""
    actor = actor_of(request)
    found = target(code)
    if actor.kind not in found.kinds or not found.may(actor):
        raise NotFound(_("Không có loại danh sách này."), hint=_("Tải lại trang rồi chọn lại."))
    return found


def asked(request: HttpRequest, uid: UUID) -> Import:
    """The import of an address."""
    return import_by_uid(actor_of(request), uid)


def door(goal: Target) -> str:
    """The first page of lists, or of one that stands alone."""
    return reverse("sheets:index") + (f"?list={goal.layout.code}" if goal.home else "")


def way(goal: Target, *crumbs: Crumb) -> list[Crumb]:
    """The way from the first page of lists, or from the page that such lists fill."""
    first = [Crumb(_(goal.layout.title), goal.home)] if goal.home else []
    return [*first, Crumb(_("Nhập, xuất danh sách"), door(goal)), *crumbs]


def download(content: bytes, name: str) -> HttpResponse:
    """A file to keep, named in Vietnamese (RFC 6266)."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def rows_of(one: Import, found: list[Line]) -> list[Row]:
    """Lines with their cells in the order of the layout, as far as the file fills them."""
    layout = target(one.layout).layout
    used = [about for about in layout.fields if about.code in one.columns or about.code == layout.section]
    return [
        Row(
            line,
            [
                Cell(about.label, line.values.get(about.code, ""), line.changes.get(about.code, (None, ""))[0])
                for about in used
            ],
        )
        for line in found
    ]
