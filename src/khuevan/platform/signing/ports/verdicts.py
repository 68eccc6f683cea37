"""What a check says of a document, its signatures and its time-stamp."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .keys import Certificate
from .problems import Problem
from .stamps import TimeStamp


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader's program shows the signature: page (from 0), box in points from the lower left corner."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class Covered:
    """One part that a signature covers and whether it is as it was when signed."""

    part: str
    name: str
    intact: bool


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What one signature says and whether it holds. ``form``: KT or TL, where it is given on behalf of another."""

    id: str
    role: str
    role_name: str
    signer: Certificate | None
    at: datetime | None
    covers: tuple[Covered, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: str = ""

    @property
    def valid(self) -> bool:
        """Whether nothing speaks against the signature."""
        return not self.problems

    @property
    def scope(self) -> str:
        """What the signature covers, in words."""
        return ", ".join(covered.name for covered in self.covers)


@dataclass(frozen=True, slots=True)
class DocumentVerdict:
    """The result of a check. ``digest`` is SHA-256 of the bytes in hex; ``missing`` names the stages still to come.

    A paper may carry a time-stamp behind its seal: ``stamp``; ``digest`` is then that of the sealed part alone.
    """

    digest: str
    signatures: tuple[SignatureVerdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    stamp: TimeStamp | None = None

    @property
    def intact(self) -> bool:
        """Whether nothing was altered and every signature present holds."""
        return not self.problems and all(signature.valid for signature in self.signatures)

    @property
    def complete(self) -> bool:
        """Whether every stage has signed."""
        return bool(self.signatures) and not self.missing

    @property
    def valid(self) -> bool:
        """Whether the document may be relied on: complete and intact."""
        return self.complete and self.intact

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the document and of its signatures, each once."""
        found = [*self.problems, *(p for signature in self.signatures for p in signature.problems)]
        return tuple(dict.fromkeys(found))

    @property
    def altered(self) -> Mapping[str, str]:
        """The altered parts: Id → Vietnamese name."""
        return {p.part: p.part_name for p in self.all_problems if p.part}
