"""How complete schools are: counted now for one, as counted last for many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast, Greatest
from django.utils.timezone import localdate

from ..models import Score
from ..rules.weights import CLEAN, COMPLETE, score_tenths
from .facts import facts
from .lines import Line, lines_on


@dataclass(frozen=True)
class Todo:
    """A line of the list with how many people it is about."""

    line: Line
    people: int

    @property
    def worth(self) -> int:
        """What mending it brings."""
        return self.people * self.line.weight


@dataclass(frozen=True)
class Standing:
    """A school's profiles of one kind; ``tenths`` of the score, 0 to 1000, None without people."""

    people: int
    complete: int | None
    clean: int
    tenths: int | None
    todos: tuple[Todo, ...]


def standing(school_id: int, kind: str) -> Standing:
    """How complete one school is now: three queries."""
    lines = lines_on(kind, localdate())
    counts = ", ".join(f"count(*) FILTER (WHERE {line.sql})" for line in lines.all)
    wrong = " OR ".join(f"({line.sql})" for line in lines.contradictions)
    sql = f"{facts(kind)} SELECT count(*), count(*) FILTER (WHERE ({wrong}) IS NOT TRUE), {counts} FROM facts"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, lines.params | {"schools": [school_id]})
        people, clean, *counted = cursor.fetchone()
    todos = [Todo(line, n) for line, n in zip(lines.all, counted, strict=True) if n]
    missing = sum(todo.worth for todo in todos if todo.line.field)
    due = lines.due * people
    complete = (200 * (due - missing) + due) // (2 * due) if due else None
    ordered = tuple(sorted(todos, key=lambda one: (-one.worth, one.line.key)))
    return Standing(people, complete, clean, score_tenths(people, due, missing, clean), ordered)


@dataclass(frozen=True)
class SchoolScore:
    """A line of the list over many schools, as counted last."""

    name: str
    people: int
    tenths: int | None
    complete: int
    wrong: int
    no_number: int
    counted_at: datetime


def scores(kind: str) -> QuerySet[Score]:
    """Scores of all schools in scope, the lowest first."""
    complete = Cast(F("due") - F("missing"), FloatField()) / Greatest(F("due"), 1)
    clean = Cast(F("clean"), FloatField()) / Greatest(F("people"), 1)
    order = (COMPLETE * complete + CLEAN * clean).asc()
    return Score.objects.filter(kind=kind).select_related("school").order_by(order, "school__name", "school_id")


def as_lines(rows: Iterable[Score], number_line: str) -> list[SchoolScore]:
    """Rows of the list; ``number_line``: the key of the line about people without a personal number."""
    return [
        SchoolScore(
            row.school.name,
            row.people,
            score_tenths(row.people, row.due, row.missing, row.clean),
            (200 * (row.due - row.missing) + row.due) // (2 * row.due) if row.due else 0,
            row.people - row.clean,
            int(row.counts.get(number_line, 0)),
            row.counted_at,
        )
        for row in rows
    ]
