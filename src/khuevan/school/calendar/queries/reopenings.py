"""Requests to open a column again: one, and the list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

from ..models import Reopening
from ..policies import STATES, decides, visible
from ..rules.kinds import part_of
from .words import kind_name, slot_name

NEWS = timedelta(days=7)
"""How long a refusal is told on the first page."""
_WAITING = """
SELECT r.uid, s.name, c.name, r.term, r.kind, r.asked_by_name
FROM calendar_reopening r
JOIN enrolment_schoolclass c ON c.id = r.school_class_id
LEFT JOIN enrolment_classsubject b ON b.id = r.class_subject_id
LEFT JOIN enrolment_subject s ON s.code = b.subject_id
WHERE r.school_id = any(%s) AND r.until IS NULL AND r.ended_at IS NULL
ORDER BY r.asked_at, r.id LIMIT %s"""
"""Asked on every first page of a leader, so it is plain SQL."""


class Waiting(NamedTuple):
    """A request that waits for a decision, in words."""

    uid: UUID
    title: str
    slot: str
    by: str


@dataclass(frozen=True)
class Asked:
    """A request in words: of which book, where it stands (``over``: its days have passed)."""

    one: Reopening
    state: str

    @property
    def title(self) -> str:
        """``Toán 7A`` or ``Lớp 7A``."""
        book = self.one.class_subject
        return _title(book.subject.name if book else None, self.one.school_class.name)

    @property
    def slot(self) -> str:
        return slot_name(self.one.term, self.one.kind)

    @property
    def kind(self) -> str:
        return kind_name(self.one.kind)

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return _("Đã hết ngày mở") if self.state == "over" else _(STATES[self.state])

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return {"asked": "warning", "granted": "success", "refused": "danger"}.get(self.state, "neutral")

    @property
    def part(self) -> int:
        """The term or primary period of the book in which the column is."""
        return part_of(self.one.school_class.grade, (self.one.term, self.one.kind))


def requests(actor: Actor) -> QuerySet[Reopening]:
    """The requests that the actor may read, the latest first, with all that the list shows."""
    found = Reopening.objects.filter(visible(actor)).order_by("-asked_at", "-pk")
    return found.select_related("school", "school_class", "class_subject__subject", "case")


def waiting(actor: Actor, most: int) -> list[Waiting]:
    """The first of those that wait for the actor to decide; one query, none for who decides nothing."""
    if not decides(actor):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [list(actor.school_ids), most])
        rows = cursor.fetchall()
    return [
        Waiting(uid, _title(subject, name), slot_name(term, kind), by) for uid, subject, name, term, kind, by in rows
    ]


def answered(actor: Actor) -> list[Asked]:
    """The actor's own requests that are open today, or were refused within the last week; one query."""
    day = today()
    recent = Q(until__gte=day, ended_at=None) | Q(case__state="refused", ended_at__date__gt=day - NEWS)
    found = Reopening.objects.filter(visible(actor, "withdraw"), recent).order_by("until", "-asked_at")
    return [asked(one, day) for one in found.select_related("school_class", "class_subject__subject", "case")]


def request_by_uid(actor: Actor, uid: UUID) -> Reopening:
    """A request. Raises ``NotFound`` for others' as if it did not exist."""
    found = requests(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            _("Không tìm thấy đề nghị này."), hint=_("Đề nghị không có, hoặc không thuộc trường của thầy cô.")
        )
    return found


def _title(subject: str | None, name: str) -> str:
    return f"{subject} {name}" if subject else _("Lớp %(name)s") % {"name": name}


def asked(one: Reopening, day: date | None = None) -> Asked:
    """A request with where it stands today."""
    state = one.case.state
    if state == "granted" and one.until and one.until < (day or today()):
        state = "over"
    return Asked(one, state)
