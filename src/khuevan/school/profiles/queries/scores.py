"""How complete one school is: counted now, or as counted last."""

from dataclasses import dataclass

from django.db import connection

from khuevan.kernel.clock import today

from ..models import Score
from ..rules.weights import percent, score_tenths
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
    lines = lines_on(kind, today())
    counts = ", ".join(f"count(*) FILTER (WHERE {line.sql})" for line in lines.all)
    wrong = " OR ".join(f"({line.sql})" for line in lines.contradictions)
    sql = f"{facts(kind)} SELECT count(*), count(*) FILTER (WHERE ({wrong}) IS NOT TRUE), {counts} FROM facts"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, lines.params | {"schools": [school_id]})
        people, clean, *counted = cursor.fetchone()
    todos = [Todo(line, n) for line, n in zip(lines.all, counted, strict=True) if n]
    missing = sum(todo.worth for todo in todos if todo.line.field)
    due = lines.due * people
    complete = percent(due - missing, due)
    ordered = tuple(sorted(todos, key=lambda one: (-one.worth, one.line.key)))
    return Standing(people, complete, clean, score_tenths(people, due, missing, clean), ordered)


def kept_score(school_id: int, kind: str) -> Score | None:
    """The score of one school as counted last."""
    found = Score.objects.raw("SELECT * FROM profiles_score WHERE school_id = %s AND kind = %s", [school_id, kind])
    return next(iter(found), None)
