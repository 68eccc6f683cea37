"""The ways to the analysis: from a book, from the page of a class, from the page of a pupil."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import may


def book_panels(actor: Actor, book: ClassSubject) -> Iterable[Panel]:
    """On the page of a book, for whoever reads it."""
    if may(actor, "read", book):
        yield _way("book", reverse("analysis:book", args=[book.uid]))


def class_panels(actor: Actor, school_class: SchoolClass) -> Iterable[Panel]:
    """On the page of a class."""
    if may(actor, "read", school_class):
        yield _way("class", reverse("analysis:class", args=[school_class.uid]))


def pupil_panels(actor: Actor, pupil: Person) -> Iterable[Panel]:
    """On the page of a pupil."""
    url = reverse("analysis:pupil", args=[pupil.uid])
    template = "analysis/panels/years.html"
    yield Panel(_("Qua các năm học"), template, {}, 16, icon="history", url=url, link=_("Xem các năm"))


def _way(kind: str, url: str) -> Panel:
    template = "analysis/panels/way.html"
    return Panel(
        _("Phân tích kết quả"), template, {"kind": kind}, 16, icon="chart-bar", url=url, link=_("Mở phân tích")
    )
