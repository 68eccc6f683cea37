"""Books: fetched only by those who may open them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, SchoolYear, Term

from ..models import TermLock
from ..policies import visible
from .locks import Lock, as_lock
from .sheets import is_primary, term_of

_LATEST_TERM, _LATEST_PERIOD = 2, 4


@dataclass(frozen=True)
class Opened:
    """Something that is filled in by parts: ``part`` is a term, or a period in primary classes; its lock if closed."""

    thing: Any
    part: int
    lock: Lock | None


def with_state(rows: QuerySet[Any], year: str) -> QuerySet[Any]:
    """Rows of one school each, with the open locks of their year, when it was closed and when term II begins."""
    same = {"school_id": OuterRef("school_id"), "year": OuterRef(year)}
    locks = TermLock.objects.filter(**same, lifted_at=None).order_by().values("school_id")
    found = JSONObject(term="term", by="locked_by_name", at="locked_at", reason="reason")
    return rows.annotate(
        open_locks=Subquery(locks.annotate(found=JSONBAgg(found)).values("found")),
        year_closed_at=Subquery(SchoolYear.objects.filter(**same).values("closed_at")[:1]),
        second_from=Subquery(Term.objects.filter(**same, number=2).values("starts_on")[:1]),
    )


def open_book(actor: Actor, uid: UUID, part: int | None = None, verb: str = "read") -> Opened:
    """A class subject to which the actor may do ``verb``, at a term or period; one query.

    Without ``part`` it opens at what is being filled in these days. Raises ``NotFound`` for other people's books as
    if they did not exist.
    """
    books = ClassSubject.objects.filter(visible(actor, ClassSubject, verb), uid=uid)
    book = with_state(books, "school_class__year").select_related("school_class", "subject", "teacher").first()
    if book is None:
        raise NotFound(_("Không tìm thấy sổ này."), hint=_("Sổ không có, hoặc không do thầy cô phụ trách."))
    return _opened(book, book.school_class, part)


def open_class(actor: Actor, uid: UUID, part: int | None = None, verb: str = "read") -> Opened:
    """A class to whose homeroom page the actor may do ``verb``, at a term or period; one query. As ``open_book``."""
    classes = SchoolClass.objects.filter(visible(actor, SchoolClass, verb), uid=uid)
    found = with_state(classes, "year").select_related("homeroom").first()
    if found is None:
        raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc không do thầy cô phụ trách."))
    return _opened(found, found, part)


def _opened(thing: Any, school_class: SchoolClass, part: int | None) -> Opened:
    primary = is_primary(school_class)
    if part is None:
        part = current_part(primary, thing.second_from, localdate())
    if part not in range(1, 5 if primary else 4):
        raise NotFound(_("Không có học kì này."))
    term = term_of(part) if primary else part
    locks = {one["term"]: one for one in thing.open_locks or []}
    return Opened(thing, part, as_lock(locks.get(term), thing.year_closed_at))


def current_part(primary: bool, second_from: date | None, day: date) -> int:
    """The term or period that is filled in on a day: the last one of the term that has begun."""
    begun = second_from is None or day >= second_from
    if primary:
        return _LATEST_PERIOD if begun else 2
    return _LATEST_TERM if begun else 1


def find_books(actor: Actor, text: str, limit: int) -> QuerySet[ClassSubject]:
    """Books that the actor writes whose class begins with ``text`` or whose subject does, the latest year first."""
    wanted = Q(school_class__name__istartswith=text) | Q(subject__name__istartswith=text)
    books = ClassSubject.objects.filter(visible(actor, ClassSubject, "write"), wanted)
    ordered = books.order_by("-school_class__year", "school_class__grade", "school_class__name")
    return ordered.select_related("school_class", "subject")[:limit]
