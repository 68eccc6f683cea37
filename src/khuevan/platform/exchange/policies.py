"""Who sees and steers the feed: the Sở and the Ministry. At a school there is nothing to see."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

OFFICES = ("department", "ministry")


def steers(actor: Actor) -> bool:
    """Whether the actor may see partners, records on their way and reports, and act on them."""
    return actor.kind == "authority" and bool(actor.role and actor.role.unit_kind in OFFICES)


def demand(actor: Actor) -> None:
    """Raise ``NotFound`` unless the actor steers the feed: for others it is not there."""
    if not steers(actor):
        raise NotFound(_("Không có trang này trong vai trò hiện tại."))
