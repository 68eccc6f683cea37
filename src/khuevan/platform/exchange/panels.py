"""The feed on the first page of the Sở."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor

from .policies import steers
from .queries.overview import standings

URGENT, USUAL = 20, 60


def panels(actor: Actor) -> Iterable[Panel]:
    """For the Sở and the Ministry, once there is a partner."""
    lines = standings() if steers(actor) else []
    if lines:
        order = URGENT if any(one.stuck or one.state == "away" for one in lines) else USUAL
        context = {"lines": lines}
        link = {"url": reverse("exchange:index"), "link": _("Liên thông dữ liệu")}
        yield Panel(_("Liên thông dữ liệu"), "exchange/panels/office.html", context, order, icon="share", **link)
