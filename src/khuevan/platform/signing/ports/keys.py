"""Who signs: keys and what their certificates say, whom a check believes, and why a key may refuse."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
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


class KeyBusy(Conflict):
    """Another order is being signed with the key, for longer than somebody can wait."""

    code = "key_busy"


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
class Profile:
    """How to read certificates of an authority that does not write schools' codes into them.

    ``issuers``: SHA-256 (hex) of the root or issuing certificates below which it holds. ``policies``: OIDs of which a
    certificate must name one; none, where the authority names none. ``person``, ``organisation``, ``identifier``,
    ``title``: the attributes of the subject that say who it is, for whom, under which number, as what.
    ``organisations``: what the organisation's attribute says → the school's code. ``titles``: a person's number → what
    they are, where certificates have no title.
    """

    name: str
    issuers: frozenset[str]
    organisations: tuple[tuple[str, str], ...]
    policies: frozenset[str] = frozenset()
    person: str = "CN"
    organisation: str = "O"
    identifier: str = "UID"
    title: str = "T"
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a check believes: trust anchors, issuing certificates between, revocation lists, OCSP answers (all DER).

    ``profiles``: how to read certificates without a school's code; without one such certificates count for nothing.
    """

    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    profiles: tuple[Profile, ...] = ()
