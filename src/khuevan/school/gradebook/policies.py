"""Who may fill in what: subject teachers their books, homeroom teachers their class, leaders the locks."""

from functools import reduce
from operator import or_

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.errors import NotAllowed
from khuevan.kernel.grants import Grant, allows, any_way, filters, grant
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, SchoolYear, stood_in_books, stood_in_homerooms

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING

BOOKS: tuple[Grant, ...] = (
    grant("teacher", "read write", teacher_id="person_id"),
    grant("teacher", "read", school_class__homeroom_id="person_id"),
    grant("teacher", "read write", id__in=stood_in_books),
    grant("teacher", "read", school_class_id__in=stood_in_homerooms),
    grant("leader", "read", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""Books of marks; who stands in for a teacher has the same rights in these days.

Families read their children's marks by other pages; what the scope hides stays hidden.
"""

CLASSES: tuple[Grant, ...] = (
    grant("teacher", "read judge", homeroom_id="person_id"),
    grant("teacher", "read judge", id__in=stood_in_homerooms),
    grant("leader", "read excuse", school_id__in="school_ids"),
    grant("clerk", "read excuse", school_id__in="school_ids"),
    grant("authority", "read"),
)
"""Conduct, traits, comments and results of a class; what is different for single pupils by decision of the school."""

YEARS: tuple[Grant, ...] = (
    grant("leader", "read lock", school_id__in="school_ids"),
    grant("clerk", "read", school_id__in="school_ids"),
)
"""Progress of the school, and the locks of its terms."""

_BY_MODEL: dict[type[Model], tuple[Grant, ...]] = {ClassSubject: BOOKS, SchoolClass: CLASSES, SchoolYear: YEARS}
_REFUSALS = {
    "write": (
        gettext_noop("Chỉ giáo viên dạy môn này được ghi điểm."),
        gettext_noop("Nếu phân công đã đổi, hãy nhờ nhà trường cập nhật."),
    ),
    "judge": (
        gettext_noop("Chỉ giáo viên chủ nhiệm được ghi phần này."),
        gettext_noop("Nếu chủ nhiệm đã đổi, hãy nhờ nhà trường cập nhật."),
    ),
    "excuse": (
        gettext_noop("Chỉ lãnh đạo và văn thư nhà trường được ghi trường hợp riêng."),
        gettext_noop("Hãy gửi quyết định của hiệu trưởng cho văn thư."),
    ),
    "lock": (
        gettext_noop("Chỉ lãnh đạo nhà trường được khoá và mở khoá học kì."),
        gettext_noop("Hãy đổi sang vai trò lãnh đạo nếu thầy cô có."),
    ),
}


def may(actor: Actor, verb: str, obj: Model) -> bool:
    """Whether ``actor`` may do ``verb``: read, write a class subject; read, judge, excuse (a pupil) in a class; read,
    lock a year.
    """
    return allows(_BY_MODEL[type(obj)], actor, verb, obj)


def could(actor: Actor, verb: str, model: type[Model]) -> bool:
    """Whether there is any object of this kind to which somebody in the actor's role may do ``verb``."""
    return any_way(_BY_MODEL[model], actor, verb)


def visible(actor: Actor, model: type[Model] = ClassSubject, verb: str = "read") -> Q:
    """The objects to which ``actor`` may do ``verb``, as a condition of a query."""
    ways = (Q(**found) if found else EVERYTHING for found in filters(_BY_MODEL[model], actor, verb))
    return reduce(or_, ways, NOTHING)


def demand(actor: Actor, verb: str, obj: Model) -> None:
    """Raise ``NotAllowed`` with the reason unless the actor may do it."""
    if not may(actor, verb, obj):
        message, hint = _REFUSALS[verb]
        raise NotAllowed(_(message), hint=_(hint))
