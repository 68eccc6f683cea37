"""Find classes and pupils by name, without accents, within what somebody may look at."""

from django.db.models import F, Q, QuerySet

from khuevan.kernel.text import fold
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import ExternalId, kept_code

from ..models import Enrolment, SchoolClass, SchoolYear
from ..policies import visible


def find_classes(actor: Actor, text: str, limit: int, within: Q | None = None) -> QuerySet[SchoolClass]:
    """Classes whose name begins with ``text`` ("7a"), the latest year first; those ``within`` a further condition.

    Only those who work at a school find classes here.
    """
    found = SchoolClass.objects.filter(visible(actor), within or Q(), school_id__in=actor.school_ids)
    found = found.filter(name__istartswith=text.strip()).select_related("homeroom", "school")
    return found.order_by("-year", "grade", "name")[:limit]


def find_pupils(actor: Actor, text: str, limit: int) -> QuerySet[Enrolment]:
    """Pupils of open years with a name whose words begin with those of ``text``, or whose code it is or was.

    ``name``, ``code``, ``uid`` of the pupil and ``class_name`` stand on each enrolment.
    """
    classes = SchoolClass.objects.filter(visible(actor), school_id__in=actor.school_ids)
    years = SchoolYear.objects.filter(school_id__in=actor.school_ids, closed_at=None).values("year")
    by_name = Q()
    for word in fold(text).split():
        by_name &= Q(student__search_key__startswith=word) | Q(student__search_key__contains=f" {word}")
    wanted = by_name | Q(student__code=text.strip().upper()) | Q(student__in=_bearers(actor, text.strip()))
    found = Enrolment.objects.filter(wanted, ends_on=None, year__in=years, school_class__in=classes)
    names = {"name": F("student__full_name"), "code": F("student__code"), "uid": F("student__uid")}
    return found.annotate(**names, class_name=F("school_class__name")).order_by("student__sort_key")[:limit]


def _bearers(actor: Actor, code: str) -> QuerySet[ExternalId]:
    """Who has a code that is not our own, or had it: also the temporary one of before, or that of a merged record."""
    kept = {code, code.upper()} | {kept_code(school, code.upper()) for school in actor.school_ids}
    return ExternalId.objects.filter(value__in=kept).exclude(kind="citizen").values("person_id")
