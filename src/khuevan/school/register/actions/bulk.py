"""Events of many pupils by one action, for rooms that move whole grades."""

from collections.abc import Collection, Mapping

from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit

from ..models import LifeEvent
from .filling import number_pupils
from .holding import demand
from .recording import Move, Said, write_events

Classes = tuple[int | None, int | None]
"""From which class to which."""


def record_events(
    actor: Actor, school_id: int, kind: LifeEvent.Kind, year: int, moves: Mapping[int, Classes], said: Said
) -> list[int]:
    """Write down what has been done to pupils (by person id) elsewhere, such as the promotion of a grade; the ids.

    Classes and affiliations stay. Who has no number yet gets one. A grade costs as many statements as one pupil.
    """
    demand(actor, "register", Unit(pk=school_id))
    names = _names(moves)
    number_pupils(school_id, list(moves), said.on)
    lines = [Move(student, names.get(student, ""), *classes) for student, classes in moves.items()]
    return write_events(actor, school_id, kind, year, lines, said) if lines else []


def _names(students: Collection[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=list(students)).values_list("pk", "full_name"))
