"""What the search box finds here for authorities: the schools in their charge, and transcripts that came in."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.dates import year_label
from khuevan.kernel.search import Group, Hit
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import find_schools, schools_under

from ..queries.desk import incoming


def schools(actor: Actor, text: str, limit: int) -> Group:
    """Schools under the authority's unit; each leads to what it has sent."""
    hits = []
    if actor.kind == "authority" and actor.unit_id:
        desk = reverse("transcripts:desk")
        found = find_schools(schools_under(actor.unit_id, today()), text, limit)
        hits = [Hit(one.name, f"{desk}?school={one.pk}", str(one.commune or "")) for one in found]
    return Group(_("Trường"), hits, icon="school", order=5)


def transcripts(actor: Actor, text: str, limit: int) -> Group:
    """Transcripts that came in, by the pupil's name."""
    hits = []
    if actor.kind == "authority":
        for one in incoming(actor, text=text)[:limit]:
            detail = f"{one.transcript.school_class.name} · {one.school.name} · {year_label(one.transcript.year)}"
            hits.append(Hit(one.student.full_name, reverse("transcripts:transcript", args=[one.uid]), detail))
    return Group(_("Học bạ"), hits, icon="certificate", order=10)
