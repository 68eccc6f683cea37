"""Small things that the pages of the calendar are made of: who asks, days of a form, the way."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid, NotFound
from khuevan.kernel.trail import Crumb, Tab
from khuevan.registry.accounts.api import Actor

from ..api import Limit, Window
from ..queries.words import slot_name
from ..rules.kinds import SLOTS, Slot

KINDS = ("teacher", "leader", "clerk", "authority")
LONGEST_DEVICE = 120


def actor_of(request: HttpRequest, *kinds: str) -> Actor:
    """Who asks, in one of these kinds of roles; for others the pages do not exist."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at_school = actor.unit_id in actor.school_ids
    if actor.kind not in (kinds or KINDS) or not (at_school or actor.kind == "authority"):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
    return actor


def way(*crumbs: Crumb) -> list[Crumb]:
    """The way from the calendar."""
    return [Crumb(_("Lịch nhập điểm"), reverse("calendar:index")), *crumbs]


def room_tabs(here: str) -> list[Tab]:
    """The three pages of the room."""
    names = {"index": _("Lịch"), "late": _("Ai còn thiếu"), "requests": _("Đề nghị mở lại")}
    return [Tab(label, reverse(f"calendar:{name}"), name == here) for name, label in names.items()]


def device(request: HttpRequest) -> str:
    """What the ledger says of the program that was used."""
    return request.headers.get("User-Agent", "").replace("\x00", "")[:LONGEST_DEVICE]


def day(text: str, name: str) -> date | None:
    """A day of a form; ``None`` for an empty field. Raises ``Invalid`` naming the field."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            _("“%(name)s”: “%(text)s” không phải là ngày.") % {"name": name, "text": text[:20]},
            hint=_("Chọn ngày trong lịch, hoặc ghi năm-tháng-ngày."),
        ) from None


def wanted_of(given: Mapping[str, str], province: bool) -> dict[Slot, Window | Limit | None]:
    """The windows of a form, by slot; both days empty take a window away. Raises ``Invalid``."""
    return {slot: _wanted(given, slot, province) for slot in SLOTS if f"o-{key_of(slot)}" in given}


def key_of(slot: Slot) -> str:
    """How the fields of a slot are called: ``1-midterm``."""
    return f"{slot[0]}-{slot[1]}"


def _wanted(given: Mapping[str, str], slot: Slot, province: bool) -> Window | Limit | None:
    name, key = slot_name(*slot), key_of(slot)
    first, last = day(given.get(f"o-{key}", ""), name), day(given.get(f"c-{key}", ""), name)
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Invalid(
            _("“%(name)s”: còn thiếu một ngày.") % {"name": name},
            hint=_("Ghi cả ngày mở và ngày đóng, hoặc để trống cả hai để bỏ hạn."),
        )
    if not province:
        return Window(first, last)
    return Limit(first, last, day(given.get(f"l-{key}", ""), name) or last)


def fields_of(values: Iterable[tuple[Slot, Window | Limit | None]]) -> dict[str, str]:
    """Windows as the fields of a form."""
    found = {}
    for slot, window in values:
        key = key_of(slot)
        found[f"o-{key}"] = window.opens_on.isoformat() if window else ""
        found[f"c-{key}"] = window.closes_on.isoformat() if window else ""
        found[f"l-{key}"] = window.latest_on.isoformat() if isinstance(window, Limit) else ""
    return found
