"""Books and classes: fetched only by those who may open them. Opening a book is the commonest request: plain SQL."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, Subject

from ..policies import could, may, visible
from ..ports import ALWAYS_OPEN, Entry, entry_calendar
from .locks import Lock, as_lock
from .plain import columns, fields_of, made
from .sheets import has_marks, is_primary, term_of

_LATEST_TERM, _LATEST_PERIOD = 2, 4
_STATE = """
  (SELECT jsonb_object_agg(l.term, jsonb_build_object('by', l.locked_by_name, 'at', l.locked_at, 'reason', l.reason))
   FROM gradebook_termlock l WHERE l.school_id = c.school_id AND l.year = c.year AND l.lifted_at IS NULL),
  (SELECT y.closed_at FROM enrolment_schoolyear y WHERE y.school_id = c.school_id AND y.year = c.year),
  (SELECT t.starts_on FROM enrolment_term t WHERE t.school_id = c.school_id AND t.year = c.year AND t.number = 2),
  NULL AS entry"""
_PLACE = {"school": "c.school_id", "year": "c.year", "grade": "c.grade", "class": "c.id", "book": "NULL::bigint"}


_CLASS_FIELDS, _BOOK_FIELDS, _SUBJECT_FIELDS = map(fields_of, (SchoolClass, ClassSubject, Subject))
_BARE = "NULL, NULL, NULL, NULL"
_BOOK = f"""
SELECT {_STATE}, p.full_name, {columns("c", _CLASS_FIELDS)}, {columns("b", _BOOK_FIELDS)},
  {columns("s", _SUBJECT_FIELDS)}
FROM enrolment_classsubject b
JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id
JOIN enrolment_subject s ON s.code = b.subject_id
LEFT JOIN people_person p ON p.id = b.teacher_id
WHERE b.uid = %s"""  # noqa: S608 - our own names
_BOOK_ALONE = _BOOK.replace(_STATE, _BARE)
_CLASS = f"""
SELECT {_STATE}, p.full_name, {columns("c", _CLASS_FIELDS)}
FROM enrolment_schoolclass c LEFT JOIN people_person p ON p.id = c.homeroom_id
WHERE c.uid = %s"""  # noqa: S608 - our own names


@dataclass(frozen=True)
class Opened:
    """Something that is filled in by parts: ``part`` is a term, or a period in primary classes; its lock if closed;
    until when its columns are open."""

    thing: Any
    part: int
    lock: Lock | None
    entry: Entry = ALWAYS_OPEN


def open_book(actor: Actor, uid: UUID, part: int | None = None, verb: str = "read") -> Opened:
    """A class subject to which the actor may do ``verb``, at a term or period; one query.

    Its class, subject and teacher come with it. Without ``part`` it opens at what is being filled in these days.
    Raises ``NotFound`` for other people's books as if they did not exist.
    """
    book, state = _book(actor, uid, verb, _BOOK)
    return _opened(book, book.school_class, part, state)


def book_at(actor: Actor, uid: UUID, part: int, verb: str = "read") -> ClassSubject:
    """As ``open_book``, without lock and calendar: a save asks for these when it holds the class."""
    book, _state = _book(actor, uid, verb, _BOOK_ALONE)
    _known_part(part, is_primary(book.school_class))
    return book


def _book(actor: Actor, uid: UUID, verb: str, sql: str) -> tuple[ClassSubject, tuple[Any, ...]]:
    row = _one(sql, uid, {**_PLACE, "book": "b.id"}) if could(actor, verb, ClassSubject) else None
    if row is not None:
        classes, books = 5 + len(_CLASS_FIELDS), 5 + len(_CLASS_FIELDS) + len(_BOOK_FIELDS)
        book = made(ClassSubject, _BOOK_FIELDS, row[classes:books])
        book.school_class = made(SchoolClass, _CLASS_FIELDS, row[5:classes])
        book.subject = made(Subject, _SUBJECT_FIELDS, row[books:])
        book.teacher = _person(book.teacher_id, row[4])
        if may(actor, verb, book):
            return book, row[:4]
    raise NotFound(_("Không tìm thấy sổ này."), hint=_("Sổ không có, hoặc không do thầy cô phụ trách."))


def open_class(actor: Actor, uid: UUID, part: int | None = None, verb: str = "read", *, young: bool = False) -> Opened:
    """A class to whose homeroom page the actor may do ``verb``, at a term or period; one query. As ``open_book``.

    Only who asks also for ``young`` is given a class of a preschool, which has no books; else it is not found, with
    a word why.
    """
    row = _one(_CLASS, uid, _PLACE) if could(actor, verb, SchoolClass) else None
    if row is not None:
        found = made(SchoolClass, _CLASS_FIELDS, row[5:])
        found.homeroom = _person(found.homeroom_id, row[4])
        if may(actor, verb, found):
            if not (young or has_marks(found)):
                raise NotFound(_("Lớp mầm non không có sổ điểm."), hint=_("Tìm tên lớp để mở phần theo dõi trẻ."))
            return _opened(found, found, part, row[:4])
    raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc không do thầy cô phụ trách."))


def _one(sql: str, uid: UUID, place: Mapping[str, str]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("NULL AS entry", f"{entry_calendar().sql(place)} AS entry"), [uid])
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def _person(pk: int | None, name: str | None) -> Person | None:
    return None if pk is None or name is None else made(Person, ("id", "full_name"), (pk, name))


def _opened(thing: Any, school_class: SchoolClass, part: int | None, state: tuple[Any, ...]) -> Opened:
    locks, year_closed_at, second_from, said = state
    primary = is_primary(school_class)
    if part is None:
        part = current_part(primary, second_from, localdate())
    _known_part(part, primary)
    term = term_of(part) if primary else part
    lock = as_lock(json.loads(locks or "{}").get(str(term)), year_closed_at)
    entry = entry_calendar().read(json.loads(said or "null"), school_class.grade, thing is school_class)
    return Opened(thing, part, lock, entry)


def _known_part(part: int, primary: bool) -> None:
    if part not in range(1, 5 if primary else 4):
        raise NotFound(_("Không có học kì này."))


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
