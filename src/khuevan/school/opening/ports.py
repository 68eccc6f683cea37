"""What rooms above do together with taking an opening back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khuevan.registry.accounts.api import Actor

Follower = Callable[["Actor", int, int], None]
"""(who, school, year): take back what was written about the classes of that year, which are about to go."""

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Call ``follower`` from now on, in the transaction of the undoing; once however often it is registered."""
    if follower not in _followers:
        _followers.append(follower)


def follow(actor: "Actor", school_id: int, year: int) -> None:
    """Tell all of them."""
    for follower in _followers:
        follower(actor, school_id, year)
