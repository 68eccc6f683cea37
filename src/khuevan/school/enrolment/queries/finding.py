"""Find classes and pupils by name, without accents, within what somebody may look at."""

from django.db.models import F, QuerySet

from khuevan.kernel.text import fold
from khuevan.registry.accounts.api import Actor

from ..models import Enrolment, SchoolClass
from ..policies import visible


def find_classes(actor: Actor, text: str, limit: int) -> QuerySet[SchoolClass]:
    """Classes whose name begins with ``text`` ("7a"), the latest year first. Only within schools."""
    found = SchoolClass.objects.filter(visible(actor), school_id__in=actor.school_ids, name__istartswith=text.strip())
    return found.select_related("homeroom", "school").order_by("-year", "grade", "name")[:limit]


def find_pupils(actor: Actor, text: str, limit: int) -> QuerySet[Enrolment]:
    """Pupils in open years whose name holds every word of ``text`` or whose code is ``text``.

    ``name``, ``code``, ``uid`` of the pupil and ``class_name``, ``class_uid`` stand on each enrolment.
    """
    classes = SchoolClass.objects.filter(visible(actor), school_id__in=actor.school_ids)
    found = Enrolment.objects.filter(ends_on=None, school_class__in=classes)
    for word in fold(text).split():
        found = found.filter(student__search_key__contains=word)
    names = {"name": F("student__full_name"), "code": F("student__code"), "uid": F("student__uid")}
    lesson = {"class_name": F("school_class__name"), "class_uid": F("school_class__uid")}
    return found.annotate(**names, **lesson).order_by("-year", "student__sort_key")[:limit]
