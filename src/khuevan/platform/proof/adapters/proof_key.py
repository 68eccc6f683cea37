"""The key of the province that signs statements: P-256, made at first use, kept in ``<data>/keys/proof``, mode 0600.

``current.pem`` signs; ``<id>.pub`` is every key that ever did, so that what was printed stays verifiable. A key's id
is the first eight bytes of SHA-256 of its SubjectPublicKeyInfo, in hex.
"""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey as Public
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from ..ports import PublicKey


def signing_key() -> EllipticCurvePrivateKey:
    """The key that signs today; a new one where there is none yet."""
    place = _directory() / "current.pem"
    try:
        return _loaded(str(place), place.stat().st_mtime_ns)
    except FileNotFoundError:
        pass
    fresh = generate_private_key(SECP256R1())
    _publish(fresh.public_key())
    try:
        _write(place, _pem(fresh))
    except FileExistsError:  # another process was faster
        return signing_key()
    return fresh


def renew() -> str:
    """Sign with a new key from now on; returns its id. The old one still verifies what it signed."""
    fresh = generate_private_key(SECP256R1())
    _publish(fresh.public_key())
    place = _directory() / "current.pem"
    beside = place.with_suffix(".new")
    beside.unlink(missing_ok=True)
    _write(beside, _pem(fresh))
    beside.replace(place)
    return key_id(fresh.public_key())


def key_id(public: Public) -> str:
    """The id of a key."""
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest()[:16]


def public_key(id_: str) -> Public | None:
    """The key of an id, or nothing where it never signed here."""
    if len(id_) != 16 or not set(id_) <= set("0123456789abcdef"):
        return None
    place = _directory() / f"{id_}.pub"
    if not place.exists():
        return None
    found = load_pem_public_key(place.read_bytes())
    assert isinstance(found, Public)
    return found


def public_keys() -> list[PublicKey]:
    """Every key that signs or has signed, the one that signs now first."""
    now = key_id(signing_key().public_key())
    ids = sorted((path.stem for path in _directory().glob("*.pub")), key=lambda one: (one != now, one))
    return [described(key) for one in ids if (key := public_key(one))]


def described(public: Public) -> PublicKey:
    """A key as a plain record."""
    point = public.public_numbers()
    return PublicKey(key_id(public), point.x.to_bytes(32), point.y.to_bytes(32))


def _directory() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "proof"


def _publish(public: Public) -> None:
    place = _directory() / f"{key_id(public)}.pub"
    if not place.exists():
        _write(place, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


@lru_cache(maxsize=4)
def _loaded(place: str, _changed: int) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(Path(place).read_bytes(), password=None)
    assert isinstance(key, EllipticCurvePrivateKey)
    return key
