"""What the search box finds here: classes and pupils."""

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.dates import year_label
from khuevan.kernel.search import Group, Hit
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import find_classes, find_pupils


def classes(actor: Actor, text: str, limit: int) -> Group:
    """Classes by the beginning of their name."""
    hits = [
        Hit(
            _("Lớp %(name)s") % {"name": one.name},
            reverse("gradebook:class", args=[one.uid]),
            f"{year_label(one.year)} · {one.homeroom or '—'}",
        )
        for one in find_classes(actor, text, limit)
    ]
    return Group(_("Lớp"), hits, icon="users-group", order=20)


def pupils(actor: Actor, text: str, limit: int) -> Group:
    """Pupils by name."""
    hits = [
        Hit(one.name, reverse("gradebook:pupil", args=[one.uid]), f"{one.class_name} · {year_label(one.year)}")
        for one in find_pupils(actor, text, limit)
    ]
    return Group(_("Học sinh"), hits, icon="user", order=10)
