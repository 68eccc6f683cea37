"""The key that signs checkpoints: Ed25519 (RFC 8032), made at first use, kept in ``<data>/keys/log.key``, mode 0600."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def _place() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "log.key"


def private_key() -> Ed25519PrivateKey:
    """The key; a new one where there is none yet."""
    place = _place()
    try:
        return Ed25519PrivateKey.from_private_bytes(place.read_bytes())
    except FileNotFoundError:
        pass
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = Ed25519PrivateKey.generate()
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(fresh.private_bytes_raw())
    except FileExistsError:  # another process was faster
        return private_key()
    return fresh


def public_bytes() -> bytes:
    """The 32 bytes of the public key."""
    return private_key().public_key().public_bytes_raw()


def sign(data: bytes) -> bytes:
    """The 64 bytes of a signature."""
    return private_key().sign(data)


def valid(data: bytes, signature: bytes) -> bool:
    """Whether a signature is the log's."""
    try:
        Ed25519PublicKey.from_public_bytes(public_bytes()).verify(signature, data)
    except InvalidSignature:
        return False
    return True
