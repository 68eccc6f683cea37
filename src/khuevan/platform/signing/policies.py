"""Who may issue and revoke keys: the leader and the clerk for their own school; teachers make their own."""

from khuevan.kernel.grants import Grant, allows, grant
from khuevan.registry.accounts.api import Actor

from .models import SigningKey

KEYS: tuple[Grant, ...] = (
    grant("leader", "read issue revoke", school_id__in="school_ids"),
    grant("clerk", "read issue revoke", school_id__in="school_ids"),
    grant("teacher", "read", person_id="person_id"),
    grant("teacher", "issue", person_id="person_id", school_id__in="school_ids"),
)


def may(actor: Actor, verb: str, key: SigningKey) -> bool:
    """Whether ``actor`` may do ``verb`` ("read", "issue", "revoke") to a key."""
    return allows(KEYS, actor, verb, key)
