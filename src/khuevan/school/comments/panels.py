"""The ways to the comments: from today's page, from a book, from the page of a class."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.panels import Panel
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass
from khuevan.school.gradebook.api import Stage, may

from .queries.overview import books_of

MOST = 6


def stage_panels(actor: Actor, stage: Stage) -> Iterable[Panel]:
    """A teacher's classes whose comments are not all written."""
    books = books_of(actor, stage)
    left = sum(book.left for book in books)
    if left:
        context = {"books": [book for book in books if book.left][:MOST], "left": left}
        url = reverse("comments:index")
        yield Panel(_("Nhận xét"), "comments/panels/left.html", context, 25, icon="pencil", url=url, link=_("Mọi lớp"))


def book_panels(actor: Actor, book: ClassSubject) -> Iterable[Panel]:
    """On the page of a book, for who writes it."""
    if may(actor, "write", book):
        yield _way(reverse("comments:book", args=[book.uid]))


def class_panels(actor: Actor, school_class: SchoolClass) -> Iterable[Panel]:
    """On the page of a class, for its class teacher."""
    if may(actor, "judge", school_class):
        yield _way(reverse("comments:class", args=[school_class.uid]))


def _way(url: str) -> Panel:
    return Panel(
        _("Viết nhận xét"), "comments/panels/way.html", {}, 15, icon="pencil", url=url, link=_("Mở trang nhận xét")
    )
