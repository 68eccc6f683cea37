"""What a signed statement is here, and why one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from khuevan.kernel.errors import Invalid

PREFIX = "KV1:"
"""The beginning of every signed code; tells it from addresses and from other programs' codes."""

Flaw = Literal["not_a_statement", "unknown_key", "bad_signature"]


class NotGenuine(Invalid):
    """A code is not a statement, or no key of the province has signed it; ``flaw`` says which."""

    code = "not_genuine"

    def __init__(self, flaw: Flaw, message: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Statement:
    """A genuine statement: CBOR map with integer keys, and the hex id of the key that signed it."""

    said: Mapping[int, Any]
    key_id: str


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A P-256 key that signs or has signed statements: id (16 hex digits), affine coordinates of 32 bytes."""

    id: str
    x: bytes
    y: bytes


Form = Literal["json", "jwt"]
"""How a credential is secured: JSON with a Data Integrity proof (ecdsa-jcs-2019), or as a JWT (vc+jwt, ES256)."""
