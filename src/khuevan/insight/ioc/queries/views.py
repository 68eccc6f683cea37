"""Views under a name, and who gets them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

from ..models import SavedView, SharedView, Subscription

_FIELDS = ("uid", "name", "filters", "widgets", "made_by", "user_id")


@dataclass(frozen=True)
class View:
    """A view by name: the filters of its address, its widgets (none: all), whether the Sở shares it."""

    uid: UUID
    name: str
    filters: dict[str, str]
    widgets: tuple[str, ...]
    made_by: str
    user_id: int
    shared: bool


def views_of(actor: Actor) -> list[View]:
    """The actor's own in this role and those that the Sở shares, by name; one query."""
    own = _marked(SavedView.objects.filter(school_id=actor.unit_id, user_id=actor.user_id), False)
    rows = own.union(_marked(SharedView.objects.all(), True), all=True)
    found = [
        View(uid, name, filters, tuple(some), by, user, shared) for uid, name, filters, some, by, user, shared in rows
    ]
    return sorted(found, key=lambda one: (one.shared, one.name))


def view_of(actor: Actor, uid: UUID) -> View:
    """One that the actor may use. Raises ``NotFound``."""
    found = next((one for one in views_of(actor) if one.uid == uid), None)
    if found is None:
        raise NotFound(_("Không có chế độ xem này."), hint=_("Chế độ xem đã bỏ, hoặc của người khác."))
    return found


def subscriptions_of(actor: Actor) -> list[Subscription]:
    """The actor's open ones in this role; one query."""
    rows = Subscription.objects.filter(school_id=actor.unit_id, user_id=actor.user_id, ended_at=None)
    return list(rows.order_by("made_at"))


def due(every: str) -> QuerySet[Subscription]:
    """Open subscriptions of a rhythm."""
    return Subscription.objects.filter(ended_at=None, every=every)


def _marked(rows: QuerySet, shared: bool) -> QuerySet:
    mark = Value(shared, output_field=BooleanField())
    return rows.filter(Q(dropped_at=None)).annotate(everybodys=mark).values_list(*_FIELDS, "everybodys")
