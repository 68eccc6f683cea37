"""Who may look at the tree of units and who may change it: the department that answers for them, and the ministry."""

from dataclasses import dataclass
from typing import Any

from khuevan.kernel.grants import allows, grant

from .ports import Actor

CHANGES = "found merge split rename relevel move hand_over close undo import"


class _Everywhere:
    """Holds every department."""

    def __contains__(self, department: object) -> bool:
        return True


@dataclass(frozen=True)
class Standing:
    """A unit, and the department of today that answers for it; ``None`` where none does."""

    unit_id: int
    department_id: int | None


def _offices(actor: Actor) -> Any:
    kind = actor.role.unit_kind if actor.role else ""
    if kind == "ministry":
        return _Everywhere()
    return (actor.unit_id,) if kind == "department" and actor.unit_id else None


STANDINGS = (grant("authority", f"read {CHANGES}", department_id__in=_offices),)


def may(actor: Actor, verb: str, standing: Standing) -> bool:
    """Whether ``actor`` may do ``verb`` to the unit."""
    return allows(STANDINGS, actor, verb, standing)


def oversees(actor: Any) -> bool:
    """Whether the actor works at a department or the ministry, and so has pages of the tree."""
    return getattr(actor, "kind", "") == "authority" and _offices(actor) is not None
