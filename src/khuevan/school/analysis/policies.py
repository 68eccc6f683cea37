"""Who sees the results of a school together: its leaders and clerks, and whoever oversees it; teachers by name only for
leaders and authorities.

Classes, books and pupils are the gradebook's: who may read them there reads their analysis.
"""

from khuevan.kernel.grants import Grant, allows, grant
from khuevan.registry.accounts.api import Actor
from khuevan.registry.units.api import Unit


def _any_school(actor: Actor) -> tuple[str, ...] | None:
    """A department and the ministry oversee every school; a commune those of its scope."""
    return ("school",) if actor.role and actor.role.unit_kind in ("department", "ministry") else None


SCHOOLS: tuple[Grant, ...] = (
    grant("leader", "read teachers", id__in="school_ids"),
    grant("clerk", "read", id__in="school_ids"),
    grant("authority", "read teachers", id__in="school_ids"),
    grant("authority", "read teachers", kind__in=_any_school),
)


def may(actor: Actor, verb: str, school: Unit) -> bool:
    """Whether ``actor`` may ``read`` the spreads of a school, or see them by ``teachers``."""
    return allows(SCHOOLS, actor, verb, school)
