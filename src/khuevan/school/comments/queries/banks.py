"""Phrases of the banks: to look at, and to choose from."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

from ..models import BankPhrase
from ..policies import visible
from ..rules.phrases import Part, Phrase
from .shipped import shipped


def phrases(actor: Actor, shelf: str = "", text: str = "") -> QuerySet[BankPhrase]:
    """Phrases in use that the actor may see; of one shelf ("own" with those offered), with a text in them."""
    found = BankPhrase.objects.filter(visible(actor), retired_at=None)
    if shelf == BankPhrase.Shelf.OWN:
        found = found.filter(owner_id=actor.person_id)
    elif shelf:
        found = found.filter(shelf=shelf)
    if text:
        found = found.filter(text__icontains=text)
    return found.select_related("owner").order_by("part", "text", "pk")


def phrase_by_uid(actor: Actor, uid: UUID, verb: str) -> BankPhrase:
    """A phrase in use to which the actor may do ``verb``. Raises ``NotFound`` as if others did not exist."""
    found = BankPhrase.objects.filter(visible(actor, verb), uid=uid, retired_at=None).first()
    if found is None:
        raise NotFound(_("Không tìm thấy câu này."), hint=_("Câu đã được cất, hoặc không phải của thầy cô."))
    return found


def bank_for(actor: Actor, subject: str, grade: int) -> list[Phrase]:
    """All phrases for a subject (or conduct, traits) of a grade: own, the school's, the product's; one query."""
    mine = Q(owner_id=actor.person_id) | Q(shelf=BankPhrase.Shelf.SCHOOL)
    fitting = Q(subjects=[]) | Q(subjects__contains=[subject])
    rows = BankPhrase.objects.filter(visible(actor), mine, fitting, retired_at=None)
    kept = [
        Phrase(Part(part), text, frozenset(bands), word=word, rank=1 if owner is None else 0)
        for part, text, bands, word, owner in rows.values_list("part", "text", "bands", "word", "owner_id")
    ]
    return [*kept, *shipped(subject, grade)]
