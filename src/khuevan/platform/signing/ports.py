"""What signing means here: who signs (``Signer``), in which order (``Scheme``), and what a check says (verdicts)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal, Protocol, runtime_checkable

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed

Algorithm = Literal["ecdsa-sha256", "rsa-sha256"]


class WrongPin(NotAllowed):
    """The PIN does not open the key."""

    code = "wrong_pin"


class KeyLocked(NotAllowed):
    """Too many wrong PINs; the key rests for a while."""

    code = "key_locked"


class KeyUnusable(NotAllowed):
    """There is no key, or its certificate is revoked, expired or not valid yet."""

    code = "key_unusable"


class KeyAway(KeyUnusable):
    """The key cannot be reached now: token pulled out, remote service down. What was signed stays; sign again later."""

    code = "key_away"


class WrongOrder(Conflict):
    """A signature is asked for before those that must come first."""

    code = "signing_order"


class UnfitDocument(Invalid):
    """The document has not the shape that can be signed."""

    code = "unfit_document"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of its owner. ``der`` is the certificate itself (X.509, DER)."""

    name: str
    title: str
    organisation: str
    organisation_code: str
    owner: str
    serial: str
    issuer: str
    not_before: datetime
    not_after: datetime
    seal: bool
    fingerprint: str
    der: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a certificate is issued to.

    A person signs with ``name`` and ``title`` for an organisation; a seal's name is the organisation's.
    ``organisation_code``: the school's code. ``owner``: the stable identifier of the person or unit (a UUID).
    """

    name: str
    title: str
    organisation: str
    organisation_code: str
    owner: str
    seal: bool = False


@runtime_checkable
class Signer(Protocol):
    """A person's or a seal's key, wherever it lives: file, token, remote signing service."""

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates (DER) from the issuer upward, without the trust anchor."""

    @property
    def algorithm(self) -> Algorithm:
        """How ``sign`` signs; RSA means PKCS #1 v1.5."""

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of ``data``; ECDSA as DER. Raises ``KeyUnusable``."""

    def sign_all(self, many: Sequence[bytes]) -> list[bytes]:
        """``sign`` for each; a service is asked for many at once. All or none."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a check believes: trust anchors, issuing certificates between, revocation lists, OCSP answers (all DER)."""

    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a signing order.

    ``sections``: patterns (``mon-*``) of the Ids that the stage's signatures cover; a stage also covers every
    signature of the stages before it. ``many``: several signatures, each over its own sections, together over
    all; otherwise exactly one over all. ``titles``: beginnings of the certificate titles that may sign here;
    empty lets anybody of the organisation sign. ``seal``: signed with the organisation's key.
    """

    role: str
    name: str
    sections: tuple[str, ...]
    many: bool = False
    seal: bool = False
    titles: tuple[str, ...] = ()

    def wants(self, section: str) -> bool:
        """Whether the stage covers a section."""
        return any(fnmatchcase(section, pattern) for pattern in self.sections)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The order in which a kind of document is signed.

    ``content``: the Id of the element that holds all sections. ``bound``: attributes of the content that every
    section repeats, so that a section cannot be moved to another document. ``organisation``: the attribute of
    the content with the code that every signer's certificate must carry.
    """

    content: str
    stages: tuple[Stage, ...]
    bound: tuple[str, ...] = ()
    organisation: str = ""

    def stage(self, role: str) -> Stage | None:
        """The stage of a role."""
        return next((stage for stage in self.stages if stage.role == role), None)

    def rank(self, role: str) -> int:
        """The place of a role in the order, from 0."""
        return [stage.role for stage in self.stages].index(role)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader's program shows the signature: page (from 0), box in points from the lower left corner."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for refusal. ``part`` is the Id of the altered part, ``part_name`` its Vietnamese name."""

    code: str
    message: str
    part: str = ""
    part_name: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """One part that a signature covers and whether it is as it was when signed."""

    part: str
    name: str
    intact: bool


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What one signature says and whether it holds."""

    id: str
    role: str
    role_name: str
    signer: Certificate | None
    at: datetime | None
    covers: tuple[Covered, ...] = ()
    problems: tuple[Problem, ...] = ()

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
    """The result of a check. ``digest`` is SHA-256 of the bytes in hex; ``missing`` names the stages still to come."""

    digest: str
    signatures: tuple[SignatureVerdict, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()

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
