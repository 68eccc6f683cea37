"""The log of submissions, filtered, and its counts."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from ..models import Submission
from ..rules.outcomes import REASONS, STATUSES

FILTERS = ("status", "reason", "kind", "sender")


def submissions(given: Mapping[str, str]) -> QuerySet[Submission]:
    """The latest first; ``given``: values of `FILTERS` ("-": empty), ``q``: code or part of the name of a school."""
    rows = Submission.objects.select_related("partner").order_by("-at", "-pk")
    for name in FILTERS:
        if value := given.get(name, ""):
            rows = rows.filter(**{name: "" if value == "-" else value})
    if text := given.get("q", ""):
        rows = rows.filter(Q(school_code__iexact=text) | Q(school_name__icontains=text))
    return rows


def totals(rows: QuerySet[Submission]) -> list[tuple[str, str, int]]:
    """Status, reason and how many among the rows; one query."""
    found = rows.order_by().values_list("status", "reason").annotate(n=Count("pk"))
    counts = {(status, reason): n for status, reason, n in found}
    return [(s, r, counts[s, r]) for s in STATUSES for r in REASONS if (s, r) in counts]


def choices() -> tuple[list[str], list[str]]:
    """The kinds and senders that occur; two queries."""
    return _distinct("kind"), _distinct("sender")


def _distinct(name: str) -> list[str]:
    return list(Submission.objects.order_by(name).values_list(name, flat=True).distinct())
