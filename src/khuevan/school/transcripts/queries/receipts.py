"""What one PIN signed: which documents, which parts, when, by whom, with which certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

from ..models import SectionSignature

OFFICE = ("leader", "clerk")
LINKED = ("version__transcript__school_class", "student")


@dataclass(frozen=True)
class Receipt:
    """All signatures of one order, class by class and pupil by pupil; those that lapsed since are among them."""

    order: UUID
    rows: Sequence[SectionSignature]

    @property
    def first(self) -> SectionSignature:
        """Any of them, for what is the same in all: signer, role, certificate."""
        return self.rows[0]

    @property
    def started(self) -> datetime:
        """When the first was given."""
        return min(row.at for row in self.rows)

    @property
    def ended(self) -> datetime:
        """When the last was given."""
        return max(row.at for row in self.rows)

    @property
    def lapsed(self) -> int:
        """How many no longer count, because what they cover has changed."""
        return sum(row.stale_at is not None for row in self.rows)


def receipt(actor: Actor, order: UUID) -> Receipt:
    """The receipt of an order of one's own, or of the school for its office; one query. Raises ``NotFound``."""
    rows = _visible(actor).filter(order=order).select_related(*LINKED).defer("version__xml", "content", "fragment")
    place = ("version__transcript__school_class__grade", "version__transcript__school_class__name")
    found = list(rows.order_by(*place, "student__sort_key", "section", "pk"))
    if not found:
        raise NotFound(_("Không có biên nhận này."), hint=_("Biên nhận chỉ người ký và văn phòng trường xem được."))
    return Receipt(order, found)


def receipts(actor: Actor) -> QuerySet[SectionSignature, dict[str, Any]]:
    """Orders with what they signed, how much and in which classes, the newest first."""
    told = _visible(actor).filter(order__isnull=False).values("order", "role", "signer_name", "on_behalf").order_by()
    named = ArrayAgg("version__transcript__school_class__name", distinct=True)
    return told.annotate(count=Count("pk"), at=Max("at"), classes=named).order_by("-at", "order")


def _visible(actor: Actor) -> QuerySet[SectionSignature]:
    found = SectionSignature.objects.filter(school_id=actor.unit_id)
    return found if actor.kind in OFFICE else found.filter(signer_id=actor.person_id)
