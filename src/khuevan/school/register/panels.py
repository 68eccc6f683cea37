"""Cards for home pages, and for the gradebook's page of a pupil."""

from collections.abc import Iterable

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person

from .models import Transfer
from .policies import OPEN, visible
from .queries.course import transfers_of
from .queries.finding import pupil_by_uid
from .queries.inbox import waiting

MOST = 4


def panels(actor: Actor) -> Iterable[Panel]:
    """Transfers that wait for the school, or that are under way for the family's children."""
    if actor.kind in ("leader", "clerk"):
        found = waiting(actor, MOST)
        if found:
            url = reverse("register:transfers")
            data = {"waiting": found}
            title = _("Chuyển trường chờ trường mình")
            yield Panel(
                title, "register/panels/waiting.html", data, 15, icon="switch-horizontal", url=url, link=_("Tất cả")
            )
    if actor.kind == "guardian":
        rows = Transfer.objects.filter(visible(actor, Transfer), side="out", case__state__in=OPEN)
        shown = rows.order_by("-asked_on", "-pk").values("uid", "full_name", to=F("other__name"))
        found_here = list(shown[:MOST])
        if found_here:
            url, data = reverse("register:family"), {"moving": found_here}
            title, template = _("Đang xin chuyển trường"), "register/panels/moving.html"
            yield Panel(title, template, data, 20, icon="switch-horizontal", url=url, link=_("Quá trình học"))


def pupil_panels(actor: Actor, pupil: Person) -> Iterable[Panel]:
    """The way to a pupil's events, for those who may see them."""
    try:
        found = pupil_by_uid(actor, pupil.uid)
    except NotFound:
        return
    data = {"open": [one for one in transfers_of(actor, pupil.pk) if one.case.state in OPEN], "found": found}
    url = reverse("register:pupil", args=[pupil.uid])
    yield Panel(
        _("Quá trình học"), "register/panels/pupil.html", data, 60, icon="history", url=url, link=_("Biến động, hồ sơ")
    )
