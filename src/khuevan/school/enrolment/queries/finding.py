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

    ``name``, ``code``, ``uid`` of the pupil and ``class_name`` stand on each enrolment. Classes and codes are looked up
    first: in one statement PostgreSQL expects one pupil where a school has hundreds, and reads the whole province.
    """
    years = SchoolYear.objects.filter(school_id__in=actor.school_ids, closed_at=None).values("year")
    classes = SchoolClass.objects.filter(visible(actor), school_id__in=actor.school_ids, year__in=years)
    mine = list(classes.values_list("pk", flat=True))
    if not mine:  # families have no classes, and may not read codes
        return Enrolment.objects.none()
    by_name = Q()
    for word in fold(text).split():
        by_name &= Q(student__search_key__startswith=word) | Q(student__search_key__contains=f" {word}")
    wanted = by_name | Q(student__code=text.strip().upper()) | Q(student_id__in=_bearers(actor, text.strip()))
    found = Enrolment.objects.filter(wanted, ends_on=None, school_class_id__in=mine)
    names = {"name": F("student__full_name"), "code": F("student__code"), "uid": F("student__uid")}
    return found.annotate(**names, class_name=F("school_class__name")).order_by("student__sort_key")[:limit]


def _bearers(actor: Actor, code: str) -> list[int]:
    """Who has a code that is not our own, or had it: also the temporary one of before, or that of a merged record."""
    kept = {code, code.upper()} | {kept_code(school, code.upper()) for school in actor.school_ids}
    kinds = [kind for kind in ExternalId.Kind.values if kind != "citizen"]
    found = ExternalId.objects.filter(kind__in=kinds, value__in=kept).values_list("person_id", flat=True)
    # One index knows the numbers that hold, another those that held.
    return list(found.filter(valid_to=None).union(found.exclude(valid_to=None)))
