"""What a family sees: its children, their transcripts, the links that lead to them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import Enrolment

from ..models import Share, ShareOpening, Version
from ..policies import visible


@dataclass
class Child:
    """A pupil of a family: where they are this year, and their issued transcripts, the latest first."""

    person: Person
    place: Enrolment | None = None
    versions: list[Version] = field(default_factory=list)

    @property
    def current(self) -> list[Version]:
        """Transcripts in force: neither replaced nor revoked."""
        return [one for one in self.versions if one.superseded_at is None and one.revoked_at is None]


def children(actor: Actor) -> list[Child]:
    """The pupils of a family, the oldest first; three queries."""
    people = Person.objects.filter(pk__in=actor.student_ids, merged_into=None).order_by("birth_year", "pk")
    found = {one.pk: Child(one) for one in people}
    places = Enrolment.objects.filter(student_id__in=list(found)).select_related("school_class", "school")
    for place in places.order_by("year", "starts_on"):
        found[place.student_id].place = place
    versions = Version.objects.filter(visible(actor), student_id__in=list(found)).defer("xml")
    for version in versions.select_related("transcript", "case", "school").order_by("-transcript__year", "-number"):
        found[version.student_id].versions.append(version)
    return list(found.values())


def child_by_uid(actor: Actor, uid: UUID) -> Child:
    """One of the family's pupils. Raises ``NotFound`` for anybody else."""
    for child in children(actor):
        if child.person.uid == uid:
            return child
    raise NotFound(_("Không tìm thấy học sinh này."))


@dataclass(frozen=True)
class Link:
    """A link to a transcript, how often it was opened, and when last."""

    share: Share
    opened: int = 0
    last: datetime | None = None

    @property
    def state(self) -> str:
        """open, withdrawn or expired."""
        if self.share.withdrawn_at:
            return "withdrawn"
        return "open" if self.share.expires_at > now() else "expired"


def links_of(student_id: int) -> list[Link]:
    """The links to a pupil's transcripts, the latest first; two queries."""
    shares = list(Share.objects.filter(student_id=student_id).select_related("version__transcript").order_by("-pk"))
    rows = ShareOpening.objects.filter(student_id=student_id).order_by().values_list("share_id")
    counted = {pk: (n, last) for pk, n, last in rows.annotate(Count("pk"), Max("at"))}
    return [Link(share, *counted.get(share.pk, (0, None))) for share in shares]
