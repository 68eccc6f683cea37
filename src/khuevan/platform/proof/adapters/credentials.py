"""Verifiable credentials (W3C, Data Model 2.0) signed with the province's key, which a did:web document publishes."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from khuevan.kernel.canonical import canonical_json

from ..ports import PublicKey
from ..rules.base58 import multibase
from . import proof_key

P256_MULTIKEY = b"\x80\x24"


def issuer_did() -> str:
    """``did:web`` of the address at which the product is found (its path is not part of it)."""
    return "did:web:" + quote(urlsplit(settings.PUBLIC_URL).netloc, safe="")


def did_document() -> dict[str, Any]:
    """Every key that signs or has signed, as a Multikey and as a JWK; all may assert."""
    did = issuer_did()
    methods = [method for key in proof_key.public_keys() for method in _methods(did, key)]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def secured_json(credential: Mapping[str, Any], created: str) -> dict[str, Any]:
    """The credential with a proof inside: Data Integrity, ecdsa-jcs-2019 (P-256). ``created``: when, with ``Z``."""
    proof = {
        "@context": credential["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-jcs-2019",
        "created": created,
        "verificationMethod": f"{issuer_did()}#{_key_id()}",
        "proofPurpose": "assertionMethod",
    }
    data = hashlib.sha256(canonical_json(proof)).digest() + hashlib.sha256(canonical_json(credential)).digest()
    return {**credential, "proof": {**proof, "proofValue": multibase(_signature(data))}}


def secured_jwt(credential: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """The credential as a JWT (VC-JOSE-COSE; Open Badges 3.0, 8.2); ``claims`` are registered ones beside it."""
    header = {"alg": "ES256", "kid": f"{issuer_did()}#{_key_id()}-jwk", "typ": "vc+jwt", "cty": "vc"}
    parts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (header, {**credential, **claims})]
    text = ".".join(_url64(part.encode()) for part in parts)
    return f"{text}.{_url64(_signature(text.encode()))}"


def _methods(did: str, key: PublicKey) -> list[dict[str, Any]]:
    compressed = bytes([2 + key.y[-1] % 2]) + key.x
    jwk = {"kty": "EC", "crv": "P-256", "x": _url64(key.x), "y": _url64(key.y), "kid": key.id, "alg": "ES256"}
    return [
        {
            "id": f"{did}#{key.id}-jwk",
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": jwk,
        },
        {
            "id": f"{did}#{key.id}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multibase(P256_MULTIKEY + compressed),
        },
    ]


def _key_id() -> str:
    return proof_key.key_id(proof_key.signing_key().public_key())


def _signature(data: bytes) -> bytes:
    """r‖s over SHA-256 of the data."""
    value = proof_key.signing_key().sign(data, ECDSA(SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(value)
    return r.to_bytes(32) + s.to_bytes(32)


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
