"""What is counted of the whole province: kept, shown with its moment, and counted again by a worker."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Q

from khuevan.kernel.clock import now
from khuevan.registry.audit.api import order
from khuevan.registry.isolation.api import Scope, acting

from ..models import Count
from ..queries.province import Answer, Question, answer, usual

FRESH, LATE, LOST = timedelta(minutes=10), timedelta(minutes=1), timedelta(minutes=10)
"""How old a count is shown without a new one; when a new one is said to be late, and when it is ordered again."""
WARM, GONE = timedelta(days=7), timedelta(days=30)
"""How long after somebody wanted it a count is made anew every night, and when it is thrown away."""
PROVINCE = Scope("province")


class Kept(NamedTuple):
    """An answer (none before the first count), its moment, and how far a newer one is.

    ``state``: ready (nothing is on its way), waiting for a worker, counting, late. ``since``: since when it is so.
    """

    answer: Answer | None
    at: datetime | None
    state: str = "ready"
    since: datetime | None = None


def kept(question: Question) -> Kept:
    """What is kept for whoever acts as the Sở. Without a count of the last ten minutes a worker is asked for one, once.

    One query, two where this process has not read that count; three or four more for who comes first after that.
    """
    at = now()
    asked = Count.objects.defer("answer").filter(question=question.text)
    held = asked.first()
    if held is None or _is_old(held, at):
        _order(question, at, asked=True)
        held = asked.get()
    since = held.begun_at or held.ordered_at
    given = _answer(held.pk, held.counted_at) if held.counted_at else None
    return Kept(given, held.counted_at, _state(held, at), since)


@lru_cache(maxsize=32)
def _answer(count_id: int, counted_at: datetime) -> Answer:
    """What was counted then: the lines of a province are many, and the same until they are counted again."""
    return Count.objects.values_list("answer", flat=True).get(pk=count_id)


def run_count(count_id: int) -> None:
    """Count what was ordered; done already, it is left. Safe to run twice."""
    with acting(PROVINCE):
        at = now()
        if not Count.objects.filter(pk=count_id, ordered_at__isnull=False).update(begun_at=at):
            return
        question = Question.of(Count.objects.values_list("question", flat=True).get(pk=count_id))
    with acting(PROVINCE):
        done = {"answer": answer(question), "counted_at": at, "ordered_at": None, "begun_at": None}
        Count.objects.filter(pk=count_id).update(**done)


def keep_warm(at: datetime) -> None:
    """Order what people open first and what they have wanted of late; throw away what nobody wants."""
    with acting(PROVINCE):
        Count.objects.filter(asked_at__lt=at - GONE).delete()
        wanted = Count.objects.filter(asked_at__gte=at - WARM).values_list("question", flat=True)
        for question in {*usual(at.date()), *map(Question.of, wanted)}:
            _order(question, at)


def resume(at: datetime) -> None:
    """Order again what never came, and what people open first where it was never counted."""
    with acting(PROVINCE):
        lost = Count.objects.filter(ordered_at__lt=at - LOST).values_list("question", flat=True)
        first = {one.text for one in usual(at.date())}
        first -= set(Count.objects.filter(question__in=first).values_list("question", flat=True))
        for text in first.union(lost):
            _order(Question.of(text), at)


def _order(question: Question, at: datetime, *, asked: bool = False) -> None:
    """Let a worker count, unless one was asked or the count is fresh: of several that come at once one does so."""
    held, _made = Count.objects.get_or_create(question=question.text, defaults={"asked_at": at})
    old = Q(counted_at=None) | Q(counted_at__lte=at - FRESH)
    free = Q(ordered_at=None) | Q(ordered_at__lt=at - LOST)
    said = {"ordered_at": at, "begun_at": None} | ({"asked_at": at} if asked else {})
    if Count.objects.filter(old & free, pk=held.pk).update(**said):
        order("analysis.count", count_id=held.pk)


def _is_old(held: Count, at: datetime) -> bool:
    """Whether a count is to be ordered; a first look without a lock."""
    if held.ordered_at:
        return held.ordered_at < at - LOST
    return held.counted_at is None or held.counted_at <= at - FRESH


def _state(held: Count, at: datetime) -> str:
    if held.ordered_at is None:
        return "ready"
    if (held.begun_at or held.ordered_at) < at - LATE:
        return "late"
    return "counting" if held.begun_at else "waiting"
