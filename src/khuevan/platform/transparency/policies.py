"""Who may take a proof out: who wrote the entry, and who answers for the school or oversees it."""

from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Entry

_OVERSEE = ("leader", "clerk", "authority")


def reads(actor: Actor) -> bool:
    """Whether somebody in this role sees entries of the ledger at all; families see who has looked instead."""
    return actor.kind == "teacher" or actor.kind in _OVERSEE


def may(actor: Actor, verb: str, entry: Entry) -> bool:
    """Whether ``actor``, who sees the entry, may "prove" it."""
    return verb == "prove" and (actor.kind in _OVERSEE or (actor.user_id or 0) == entry.user_id)
