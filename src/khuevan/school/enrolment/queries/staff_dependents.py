"""What builds on an import of staff by now."""

from django.utils.translation import gettext as _

from khuevan.registry.isolation.api import among
from khuevan.registry.people.api import Person

from ..models import ClassSubject, SchoolClass, Teaching
from .pupil_dependents import families, later

_NAMED = 3


def staff_dependents(school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
    """Sentences that say what holds an import back; nothing where nothing does."""
    busy: set[int] = set()
    for model, field in ((ClassSubject, "teacher_id"), (SchoolClass, "homeroom_id"), (Teaching, "teacher_id")):
        held = model.objects.filter(school_id=school_id, **{f"{field}__in": among(keys)})
        busy |= set(held.values_list(field, flat=True))
    names = Person.objects.filter(pk__in=among(busy)).order_by("sort_key").values_list("full_name", flat=True)[:_NAMED]
    said = [_("%(name)s đã được phân công dạy hoặc chủ nhiệm.") % {"name": name} for name in names]
    return [*said, *later(school_id, import_id), *families(school_id, import_id)]
