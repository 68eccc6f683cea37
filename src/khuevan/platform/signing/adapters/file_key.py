"""Keys in PKCS #12 files on the server's disk, each under its owner's PIN (RFC 7292).

As on a smart card, the counter of wrong PINs lives with the key: ``MAX_WRONG`` wrong ones in a row lock it for a while.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from django.utils.translation import gettext as _

from ..ports import Algorithm, Certificate, KeyUnusable, Owner
from .certificates import algorithm_of, describe, load_all
from .demo_ca import DemoAuthority, write_private
from .tries import Tries
from .usable import refuse_unusable

KeyKind = Literal["p256", "rsa2048"]
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Revoked = Callable[[str], datetime | None]

MAX_WRONG = 5
KDF_ROUNDS = 50_000
RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key that is open: parsed once, signs often. Refuses as soon as its certificate is revoked or expired."""

    key: PrivateKey
    certificate: Certificate
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    revoked: Revoked

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of ``data``; ECDSA as DER and deterministic (RFC 6979), RSA as PKCS #1 v1.5."""
        refuse_unusable(self.certificate, self.revoked(self.certificate.serial))
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        return self.key.sign(data, padding.PKCS1v15(), SHA256())

    def sign_all(self, many: Sequence[bytes]) -> list[bytes]:
        """``sign`` for each."""
        return [self.sign(data) for data in many]


class KeyFiles:
    """The directory of key files and the authority that certifies them."""

    def __init__(self, directory: Path, authority: DemoAuthority) -> None:
        self.directory = directory
        self.authority = authority

    def create(
        self, name: str, pin: str, owner: Owner, *, not_before: datetime, not_after: datetime,
        kind: KeyKind = "p256",
    ) -> Certificate:  # fmt: skip
        """Make a key and its certificate and keep them in ``<name>.p12`` under the PIN."""
        key = _generate(kind)
        public = key.public_key()
        certificate = self.authority.issue(public, owner, not_before=not_before, not_after=not_after)
        write_private(self._path(name), _pack(key, certificate, self.authority.chain, pin))
        return describe(certificate)

    def open(self, name: str, pin: str) -> FileKey:
        """The signer behind a file. Raises ``WrongPin``, ``KeyLocked`` or ``KeyUnusable``."""
        path = self._path(name)
        if not path.exists():
            raise KeyUnusable(_("Không tìm thấy tệp khoá ký."), hint=_("Hãy đề nghị cấp lại khoá."))
        tries = Tries(path.with_suffix(".tries"), MAX_WRONG)
        tries.refuse_if_spent()
        try:
            key, certificate, algorithm = _unpack(str(path), path.stat().st_mtime_ns, pin)
        except ValueError:
            raise tries.wrong(pin=pin) from None
        tries.forget()
        chain = self.authority.chain
        opened = FileKey(key, certificate, chain, algorithm, self.authority.revoked_at)
        refuse_unusable(certificate, self.authority.revoked_at(certificate.serial))
        return opened

    def change_pin(self, name: str, old: str, new: str) -> None:
        """Put a key under another PIN. Raises what ``open`` raises."""
        opened = self.open(name, old)
        own, *_above = load_all([opened.certificate.der, *opened.chain])
        write_private(self._path(name), _pack(opened.key, own, tuple(opened.chain), new))

    def _path(self, name: str) -> Path:
        return self.directory / f"{name}.p12"


def _generate(kind: KeyKind) -> PrivateKey:
    if kind == "rsa2048":
        return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return ec.generate_private_key(ec.SECP256R1())


def _pack(key: PrivateKey, certificate: x509.Certificate, chain: tuple[bytes, ...], pin: str) -> bytes:
    lock = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(KDF_ROUNDS)
    lock = lock.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(SHA256())
    return pkcs12.serialize_key_and_certificates(None, key, certificate, load_all(chain), lock.build(pin.encode()))


@lru_cache(maxsize=256)
def _unpack(path: str, modified: int, pin: str) -> tuple[PrivateKey, Certificate, Algorithm]:
    """The content of a key file; parsing takes 25 ms, so an open key stays in the process's memory."""
    if "\x00" in pin:
        raise ValueError("a PIN has no NUL; the parser would fall over it")
    key, certificate, _above = pkcs12.load_key_and_certificates(Path(path).read_bytes(), pin.encode())
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    assert certificate is not None
    algorithm = algorithm_of(key.public_key())
    assert algorithm is not None
    return key, describe(certificate), algorithm
