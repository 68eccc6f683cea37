"""Cards with the way to all years of a pupil."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.register.api import shows
from khuevan.school.transcripts.api import Version


def version_panels(actor: Actor, version: Version) -> Iterable[Panel]:
    """On the page of an issued version."""
    if version.issued_at is not None:
        yield from _way(actor, version.student, 45)


def pupil_panels(actor: Actor, pupil: Person) -> Iterable[Panel]:
    """On the page of a pupil."""
    yield from _way(actor, pupil, 62)


def _way(actor: Actor, pupil: Person, order: int) -> Iterable[Panel]:
    """For those to whom the register shows the pupil: who only teaches a subject sees no other year."""
    if not shows(actor, pupil):
        return
    title, url = _("Học bạ các năm"), reverse("career:career", args=[pupil.uid])
    yield Panel(title, "career/panels/way.html", {"url": url}, order, icon="certificate", url=url, link=_("Xem"))
