"""What the search box finds here: pupils, classes, a teacher's own books, and the school."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.search import Group, Hit
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import find_schools
from khuevan.school.enrolment.api import SchoolClass, find_classes, find_pupils

from ..api import find_books, visible
from .parts import class_url


def pupils(actor: Actor, text: str, limit: int) -> Group:
    """Pupils by name."""
    hits = [
        Hit(one.name, reverse("gradebook:pupil", args=[one.uid]), f"{one.class_name} · {year_label(one.year)}")
        for one in find_pupils(actor, text, limit)
    ]
    return Group(_("Học sinh"), hits, icon="user", order=10)


def classes(actor: Actor, text: str, limit: int) -> Group:
    """Classes by the beginning of their name, those that the actor leads or looks after."""
    hits = [
        Hit(
            _("Lớp %(name)s") % {"name": one.name},
            class_url(one),
            f"{year_label(one.year)} · {one.homeroom or '—'}",
        )
        for one in find_classes(actor, text, limit, visible(actor, SchoolClass))
    ]
    return Group(_("Lớp"), hits, icon="users-group", order=20)


def books(actor: Actor, text: str, limit: int) -> Group:
    """A teacher's own books by class or subject."""
    hits = [
        Hit(
            f"{one.subject.name} {one.school_class.name}",
            reverse("gradebook:book", args=[one.uid]),
            year_label(one.school_class.year),
        )
        for one in find_books(actor, text, limit)
    ]
    return Group(_("Sổ điểm"), hits, icon="notebook", order=30)


def schools(actor: Actor, text: str, limit: int) -> Group:
    """The schools of the present role: leaders come to their progress, teachers to their books there."""
    page = "school" if actor.kind in ("leader", "clerk") else "index"
    staff = actor.kind in ("leader", "clerk", "teacher")
    found = find_schools(actor.school_ids, text, limit) if staff else []
    hits = [Hit(one.name, reverse(f"gradebook:{page}"), str(one.commune or "")) for one in found]
    return Group(_("Trường"), hits, icon="school", order=40)
