"""Who says when something existed: time-stamping authorities (RFC 3161)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from khuevan.kernel.errors import Conflict

from .problems import Problem

Digest = Literal["sha256", "sha512", "sha3_512"]
"""A digest (FIPS 180-4, FIPS 202) by its name in hashlib."""


class StamperAway(Conflict):
    """The time-stamping authority cannot be reached now. What was signed stays; the stamp comes later."""

    code = "stamper_away"


class StampRefused(Conflict):
    """What the authority answered is not a time-stamp that would count."""

    code = "stamp_refused"


@runtime_checkable
class TimeStamper(Protocol):
    """A time-stamping authority, wherever it is."""

    def stamp(self, digest: bytes, algorithm: Digest = "sha256") -> bytes:
        """A TimeStampToken (DER) over a digest of that kind. Raises ``StamperAway``, ``StampRefused``."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A later token (DER) over an earlier one, and the hashes beside the way from it to what the token stamps.

    ``tree``: not over the token before it but over the documents once more, by a stronger ``digest``, with all that
    proved them so far. ``proofs``: what was said of the earlier authority, covered by the token too.
    """

    token: bytes = field(repr=False)
    path: bytes = field(default=b"", repr=False)
    digest: Digest = "sha256"
    tree: bool = False
    proofs: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What a time-stamp says: that something existed ``at``, on the word of ``authority`` (its certificate's name).

    A stamp with ``problems`` does not count. ``serial``: of the stamp at its authority, in decimals.
    """

    at: datetime | None
    authority: str
    serial: str = ""
    problems: tuple[Problem, ...] = ()
    token: bytes = field(default=b"", repr=False)

    @property
    def valid(self) -> bool:
        """Whether nothing speaks against the stamp."""
        return not self.problems
