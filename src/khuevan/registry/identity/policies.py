"""Who may find, merge and separate records, and give codes.

A school's clerk and leader see and decide about pairs that are known at their school alone; merging and separating is
the leader's. The Sở does all of it across schools, but codes of the Ministry are entered at the school.
"""

from dataclasses import dataclass
from typing import Any

from khuevan.kernel.grants import allows, grant
from khuevan.registry.accounts.api import Actor


@dataclass(frozen=True)
class Records:
    """The records that something is to be done with: all schools that know any of them."""

    school_ids: frozenset[int] = frozenset()

    @property
    def school_id(self) -> int | None:
        """The one school that knows them, if it is one."""
        return next(iter(self.school_ids)) if len(self.school_ids) == 1 else None


def _own(actor: Actor) -> Any:
    return actor.school_ids or None


RECORDS = (
    grant("clerk", "read look code decide", school_id__in=_own),
    grant("leader", "read look code decide merge separate", school_id__in=_own),
)
OFFICE = "read look decide merge separate sweep"


def oversees(actor: Actor) -> bool:
    """Whether the actor works at a department or the ministry."""
    return actor.kind == "authority" and bool(actor.role and actor.role.unit_kind in ("department", "ministry"))


def may(actor: Actor, verb: str, records: Records) -> bool:
    """Whether ``actor`` may do ``verb`` with these records."""
    if oversees(actor):
        return verb in OFFICE.split()
    return allows(RECORDS, actor, verb, records)


def enters(actor: Actor) -> bool:
    """Whether the actor has pages of this room: an office of one school, or the Sở."""
    return oversees(actor) or (actor.kind in ("clerk", "leader") and len(actor.school_ids) == 1)
