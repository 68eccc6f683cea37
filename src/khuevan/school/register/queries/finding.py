"""Pupils, events and transfers that somebody may open, and where a pupil stands now."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Affiliation, Person
from khuevan.school.enrolment.api import Enrolment, SchoolYear

from ..models import Dossier, LifeEvent, Transfer
from ..policies import readable, visible

_PUPIL_AT = "SELECT school_id, person_id FROM people_affiliation WHERE person_id = %s AND kind = 'pupil'"


class _At(NamedTuple):
    school_id: int
    person_id: int


@dataclass(frozen=True)
class Standing:
    """A pupil as one school knows them. ``since``: from when they have been there, None for who has left.

    ``place``: the class of the school's latest year in which they are; ``year``: that year.
    """

    person: Person
    school_id: int
    since: date | None
    year: SchoolYear | None
    place: Enrolment | None

    @property
    def here(self) -> bool:
        return self.since is not None


def pupil_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> Standing:
    """A pupil to whom the actor may do ``verb``: where they are, or were last. Raises ``NotFound``; four queries.

    The address of a merged record leads to the pupil whose second one it was.
    """
    who = Person.objects.filter(uid=uid).values(heir=Coalesce("merged_into_id", "pk"))
    known = Affiliation.objects.filter(visible(actor, Affiliation, verb), kind="pupil", person_id__in=who)
    found = sorted(known.select_related("person"), key=lambda one: (one.valid_to is None, one.valid_from, one.pk))
    if not found:
        raise NotFound(_("Không tìm thấy học sinh này."), hint=_("Học sinh không có, hoặc ngoài phạm vi của thầy cô."))
    return standing(found[-1])


def shows(actor: Actor, pupil: Person) -> bool:
    """Whether the actor may read of a pupil in the register; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PUPIL_AT, [pupil.merged_into_id or pupil.pk])
        return bool(readable(actor, Affiliation, [_At(*row) for row in cursor.fetchall()]))


def standing(known: Affiliation) -> Standing:
    """Where somebody stands at the school of an affiliation; two queries."""
    years = SchoolYear.objects.filter(school_id=known.school_id).order_by("-year")
    year, place = years.first(), None
    if year is not None:
        places = Enrolment.objects.filter(
            school_id=known.school_id, student_id=known.person_id, year=year.year, ends_on=None
        )
        place = places.select_related("school_class").first()
    since = known.valid_from if known.valid_to is None else None
    return Standing(known.person, known.school_id, since, year, place)


def standing_at(school_id: int, student_id: int) -> Standing:
    """Where a pupil stands at one school, read anew. Raises ``NotFound``."""
    known = Affiliation.objects.filter(school_id=school_id, person_id=student_id, kind="pupil")
    found = sorted(known.select_related("person"), key=lambda one: (one.valid_to is None, one.valid_from, one.pk))
    if not found:
        raise NotFound(_("Không tìm thấy học sinh này."))
    return standing(found[-1])


def event_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> LifeEvent:
    """An event to which the actor may do ``verb``. Raises ``NotFound``."""
    found: LifeEvent = _one(actor, LifeEvent, uid, verb, _("Không tìm thấy biến động này."))
    return found


def transfer_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> Transfer:
    """The actor's side of a transfer. Raises ``NotFound``."""
    found: Transfer = _one(actor, Transfer, uid, verb, _("Không tìm thấy hồ sơ chuyển trường này."))
    return found


def dossier_by_uid(actor: Actor, uid: UUID) -> Dossier:
    """A dossier that the actor may read. Raises ``NotFound``."""
    found: Dossier = _one(actor, Dossier, uid, "read", _("Không tìm thấy hồ sơ này."))
    return found


_JOINED: dict[type[Model], tuple[str, ...]] = {
    LifeEvent: ("school", "student"),
    Transfer: ("school", "case", "other", "class_to"),
    Dossier: ("school", "student"),
}


def _one(actor: Actor, model: type[Model], uid: UUID, verb: str, words: str) -> Any:
    rows = model.objects.filter(visible(actor, model, verb), uid=uid)  # type: ignore[attr-defined]
    found = rows.select_related(*_JOINED[model]).first()
    if found is None:
        raise NotFound(words, hint=_("Không có, hoặc ngoài phạm vi của thầy cô."))
    return found
