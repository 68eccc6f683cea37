"""The ways to profiles: from an office's first page, and from the gradebook's page of a pupil."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Affiliation, Person

from .models import Profile
from .policies import may
from .queries.scores import kept_score
from .rules.held import number_key
from .rules.weights import score_tenths


def panels(actor: Actor) -> Iterable[Panel]:
    """How complete the pupils' profiles were when they were counted last."""
    school_id = actor.unit_id or 0
    if not may(actor, "write", Profile(school_id=school_id)):
        return
    kept = kept_score(school_id, "pupil")
    score = score_tenths(kept.people, kept.due, kept.missing, kept.clean) if kept else None
    if kept and score is not None and score < 1000:
        context = {
            "score": f"{score // 10},{score % 10}",
            "no_number": int(kept.counts.get(number_key("pupil"), 0)),
            "wrong": kept.people - kept.clean,
            "counted_at": kept.counted_at,
        }
        url = reverse("profiles:index")
        yield Panel(
            _("Hồ sơ học sinh"),
            "profiles/panels/score.html",
            context,
            40,
            icon="list-check",
            url=url,
            link=_("Việc cần làm"),
        )


def pupil_panels(actor: Actor, pupil: Person) -> Iterable[Panel]:
    """The way to a pupil's profile: a school has profiles of those who are its pupils now."""
    school_id = actor.unit_id or 0
    here = Affiliation.objects.filter(school_id=school_id, person=pupil, kind="pupil", valid_to=None)
    if may(actor, "read", Profile(school_id=school_id, kind="pupil", person=pupil)) and here.exists():
        url = reverse("profiles:pupil", args=[pupil.uid])
        yield Panel(_("Hồ sơ"), "profiles/panels/way.html", {}, 70, icon="file-text", url=url, link=_("Mở hồ sơ"))
