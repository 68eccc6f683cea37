"""What the whole province's pages count is kept for ten minutes with its moment: it reads every mark of the year."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeGuard, TypeVar

from django.core.cache import cache
from django.db import connection

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor, scope_of

FRESH = timedelta(minutes=10)
SECONDS = 3600
"""How long an older count is there to be shown to others while one counts again."""
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_ALONE_NOW = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
_Counted = TypeVar("_Counted")


class Kept(NamedTuple):
    """What was counted, and when, where it is not of this moment."""

    value: Any
    at: datetime | None


def kept(actor: Actor, what: tuple[object, ...], count: Callable[[], _Counted]) -> Kept:
    """What ``count`` gives, from the last ten minutes where the actor sees the whole province; others count anew.

    Everybody who sees the province sees the same. ``what`` names it: the kind of table and all that was chosen. One
    counts at a time: who comes meanwhile gets the older count, or waits for the first there is.
    """
    if scope_of(actor).audience != "province":
        return Kept(count(), None)
    key = key_of(what)
    held = _held(key)
    if _is_fresh(held) or (not _alone(key, wait=held is None) and held):
        return held
    held = _held(key)  # somebody may have counted just now
    if not _is_fresh(held):
        held = Kept(count(), now())
        cache.set(key, tuple(held), SECONDS)
    return held


def key_of(what: tuple[object, ...]) -> str:
    """Under which name a count is kept, and held while it is made."""
    return f"analysis:{hashlib.sha256(repr(what).encode()).hexdigest()}"


def _held(key: str) -> Kept | None:
    found = cache.get(key)
    return Kept(*found) if found else None


def _is_fresh(held: Kept | None) -> TypeGuard[Kept]:
    return held is not None and held.at is not None and now() - held.at < FRESH


def _alone(key: str, *, wait: bool) -> bool:
    """Whether this transaction is the one that counts; with ``wait`` it will be, once others have done so."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE if wait else _ALONE_NOW, [key])
        return wait or bool(cursor.fetchone()[0])
