"""Who may do what, said once: the same declaration checks one object and filters a list.

A room's ``policies.py`` holds tuples of ``Grant`` by kind of object. ``allows`` answers for one object, ``filters``
gives what a query needs, so the two can never say different things.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Source = str | Callable[[Any], Any]
"""The name of an actor's attribute, or a function of the actor."""
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Grant:
    """Actors of a ``kind`` may do ``verbs`` to objects whose fields match what is known of the actor.

    ``where`` maps a field path (``school_class__homeroom_id``) to its source; a path that ends in ``__in`` asks
    whether the value lies in a collection. No path: every object that the actor's scope shows.
    """

    kind: str
    verbs: frozenset[str]
    where: Mapping[str, Source] = field(default_factory=dict)

    def conditions(self, actor: Any) -> dict[str, Any] | None:
        """Field paths with the values that they must have; ``None`` if the actor lacks one and matches nothing."""
        found = {path: _value(source, actor) for path, source in self.where.items()}
        return None if any(value is None for value in found.values()) else found


def grant(kind: str, verbs: str, **where: Source) -> Grant:
    """``grant("teacher", "read write", teacher_id="person_id")``."""
    return Grant(kind, frozenset(verbs.split()), where)


def filters(grants: Iterable[Grant], actor: Any, verb: str = "read") -> list[dict[str, Any]]:
    """One dict of conditions a way in which the actor may do ``verb``; no dict, no object."""
    return list(_held(grants, actor, verb))


def _held(grants: Iterable[Grant], actor: Any, verb: str) -> Iterator[dict[str, Any]]:
    """One way after the other: a source is asked only where those before it did not fit."""
    for one in grants:
        if one.kind == actor.kind and verb in one.verbs:
            conditions = one.conditions(actor)
            if conditions is not None:
                yield conditions


def any_way(grants: Iterable[Grant], actor: Any, verb: str) -> bool:
    """Whether there is a way at all; no source is asked beyond the first one."""
    return next(_held(grants, actor, verb), None) is not None


def allows(grants: Iterable[Grant], actor: Any, verb: str, obj: Any) -> bool:
    """Whether the actor may do ``verb`` to ``obj``."""
    return any(_fits(obj, conditions) for conditions in _held(grants, actor, verb))


def among(grants: Iterable[Grant], actor: Any, verb: str, objects: Iterable[Thing]) -> list[Thing]:
    """Those of ``objects`` to which the actor may do ``verb``; each source is asked once."""
    ways = filters(grants, actor, verb)
    return [one for one in objects if any(_fits(one, conditions) for conditions in ways)]


def _value(source: Source, actor: Any) -> Any:
    return getattr(actor, source) if isinstance(source, str) else source(actor)


def _fits(obj: Any, conditions: Mapping[str, Any]) -> bool:
    return all(_holds(obj, path, value) for path, value in conditions.items())


def _holds(obj: Any, path: str, value: Any) -> bool:
    *steps, last = path.split("__")
    wanted_in = last == "in"
    for name in steps if wanted_in else [*steps, last]:
        obj = getattr(obj, name)
        if obj is None:
            return False
    return bool(obj in value) if wanted_in else bool(obj == value)
