"""What the whole province's pages count is kept for ten minutes with its moment: it reads every mark of the year."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor, scope_of

SECONDS = 600
_Counted = TypeVar("_Counted")


class Kept(NamedTuple):
    """What was counted, and when, where it is not of this moment."""

    value: Any
    at: datetime | None


def kept(actor: Actor, what: tuple[object, ...], count: Callable[[], _Counted]) -> Kept:
    """What ``count`` gives, from the last ten minutes where the actor sees the whole province; others count anew.

    Everybody who sees the province sees the same. ``what`` names it: the kind of table and all that was chosen.
    """
    if scope_of(actor).audience != "province":
        return Kept(count(), None)
    key = f"analysis:{hashlib.sha256(repr(what).encode()).hexdigest()}"
    held = cache.get(key)
    if held is None:
        held = Kept(count(), now())
        cache.set(key, tuple(held), SECONDS)
    return Kept(*held)
