"""What came in at the Sở: by school, and one by one."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit, schools_under, unit_by_id

from ..models import Version
from ..policies import visible

SHOWN = ("submitted", "accepted", "returned")


@dataclass
class SchoolLine:
    """A school and how many of its current transcripts of a year are in which state at the Sở."""

    id: int
    code: str
    name: str
    year: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All that came in."""
        return sum(self.counts.values())


def school_lines(actor: Actor, year: int | None = None) -> list[SchoolLine]:
    """Schools that have sent something of a year, or of any, a line each year; two queries.

    Those with something waiting come first, then the latest years.
    """
    asked = _current(actor, year).order_by().values_list("school_id", "transcript__year", "case__state")
    counts: dict[tuple[int, int], dict[str, int]] = {}
    for school_id, sent, state, n in asked.annotate(Count("pk")):
        counts.setdefault((school_id, sent), {})[state] = n
    schools = Unit.objects.in_bulk({school_id for school_id, _sent in counts})
    lines = [
        SchoolLine(school_id, schools[school_id].code, schools[school_id].name, sent, found)
        for (school_id, sent), found in counts.items()
    ]
    return sorted(lines, key=lambda line: (not line.counts.get("submitted"), -(line.year or 0), line.name))


def silent_school(actor: Actor, school_id: int) -> SchoolLine | None:
    """A school in the authority's charge that has sent nothing; None for any other."""
    if not actor.unit_id or school_id not in schools_under(actor.unit_id, today()):
        return None
    school = unit_by_id(school_id)
    return SchoolLine(school.pk, school.code, school.name)


def incoming(actor: Actor, **wanted: Any) -> QuerySet[Version]:
    """Transcripts at the Sở with pupil, class and school, narrowed by ``year``, ``school``, ``state``, ``text``."""
    found = _current(actor, wanted.get("year"))
    if school := wanted.get("school"):
        found = found.filter(school_id=school)
    if state := wanted.get("state"):
        found = found.filter(case__state=state)
    for word in fold(wanted.get("text") or "").split():
        found = found.filter(student__search_key__contains=word)
    linked = found.select_related("transcript__school_class", "student", "school", "case")
    order = ("school__name", "transcript__school_class__grade", "transcript__school_class__name", "student__sort_key")
    return linked.defer("xml").order_by(*order)


def years(actor: Actor) -> list[int]:
    """School years of which something came in, the latest first."""
    found = Version.objects.filter(visible(actor), case__state__in=SHOWN).order_by()
    return sorted(set(found.values_list("transcript__year", flat=True).distinct()), reverse=True)


def _current(actor: Actor, year: int | None) -> QuerySet[Version]:
    found = Version.objects.filter(visible(actor), case__state__in=SHOWN, superseded_at=None)
    return found if year is None else found.filter(transcript__year=year)
