"""A small certificate authority of our own: root → issuing → person and seal certificates, with revocation lists.

For demonstration and tests. A province in operation trusts VGCA or a licensed public authority instead, by adding
their anchors to ``Trust``. Keys and lists are files in one directory, readable by the owner alone.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from khuevan.kernel.clock import now

from ..ports import Owner, Trust
from .certificates import subject_of

FOUNDED = datetime(2020, 1, 1, tzinfo=UTC)
ROOT_YEARS, ISSUING_YEARS, STAMPER_YEARS = 30, 25, 20
LIST_LIFE = timedelta(days=30)
LIST_RENEWAL = timedelta(days=7)


class DemoAuthority:
    """The authority whose files are in ``directory``; founded there on first use."""

    def __init__(self, directory: Path, name: str = "Khuê Văn") -> None:
        self.directory = directory
        self.name = name
        with self._locked():
            if not self._path("issuing.pem").exists():
                self._found()
        self.root = x509.load_pem_x509_certificate(self._path("root.pem").read_bytes())
        self.issuing = x509.load_pem_x509_certificate(self._path("issuing.pem").read_bytes())

    def issue(
        self, key: CertificatePublicKeyTypes, owner: Owner, *, not_before: datetime, not_after: datetime
    ) -> x509.Certificate:
        """A certificate for signing documents, valid in ``[not_before, not_after]``."""
        usage = _key_usage(digital_signature=True, content_commitment=True)
        draft = _draft(subject_of(owner), self.issuing.subject, key, not_before, not_after)
        draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        draft = draft.add_extension(usage, critical=True)
        draft = draft.add_extension(_authority_id(self.issuing), critical=False)
        return draft.sign(self._key("issuing"), SHA256())

    def stamper(self) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
        """Key and certificate of the one who stamps the time; it signs nothing else (RFC 3161 §2.3)."""
        with self._locked():
            if not self._path("stamper.pem").exists():
                self._make_stamper()
        return self._key("stamper"), x509.load_pem_x509_certificate(self._path("stamper.pem").read_bytes())

    def revoke(self, serial: str, at: datetime) -> None:
        """Put a certificate (``serial`` in hex) on the list from ``at`` on; a second call changes nothing."""
        with self._locked():
            current = self._list("issuing")
            if current.get_revoked_certificate_by_serial_number(int(serial, 16)):
                return
            entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(at).build()
            self._publish("issuing", [*current, entry], _list_number(current) + 1)

    def revoked_at(self, serial: str) -> datetime | None:
        """When a certificate was revoked, or None."""
        entry = self._list("issuing").get_revoked_certificate_by_serial_number(int(serial, 16))
        return entry.revocation_date_utc if entry else None

    def trust(self) -> Trust:
        """The root as the only anchor, the issuing certificate, and current revocation lists of both."""
        with self._locked():
            for level in ("root", "issuing"):
                self._renew_if_old(level)
        lists = tuple(self._list(level).public_bytes(Encoding.DER) for level in ("root", "issuing"))
        return Trust((_der(self.root),), (_der(self.issuing),), lists)

    @property
    def chain(self) -> tuple[bytes, ...]:
        """What a signer encloses beside its own certificate (DER)."""
        return (_der(self.issuing),)

    def _found(self) -> None:
        root_key, issuing_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root_name, issuing_name = self._authority_name("gốc"), self._authority_name("cấp phát")
        root = _authority(root_name, root_name, root_key.public_key(), ROOT_YEARS, path_length=1)
        root_cert = root.sign(root_key, SHA256())
        issuing = _authority(issuing_name, root_name, issuing_key.public_key(), ISSUING_YEARS, path_length=0)
        issuing = issuing.add_extension(_authority_id(root_cert), critical=False)
        self._write_key("root", root_key)
        self._write_key("issuing", issuing_key)
        self._write("root.pem", root_cert.public_bytes(Encoding.PEM))
        for level, issuer in (("root", root_name), ("issuing", issuing_name)):
            self._publish(level, [], 1, issuer=issuer)
        self._write("issuing.pem", issuing.sign(root_key, SHA256()).public_bytes(Encoding.PEM))

    def _make_stamper(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name, issuing = self._authority_name("dấu thời gian"), self.issuing
        until = FOUNDED.replace(year=FOUNDED.year + STAMPER_YEARS)
        draft = _draft(name, issuing.subject, key.public_key(), FOUNDED, until)
        draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        draft = draft.add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
        draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        draft = draft.add_extension(_authority_id(issuing), critical=False)
        self._write_key("stamper", key)
        self._write("stamper.pem", draft.sign(self._key("issuing"), SHA256()).public_bytes(Encoding.PEM))

    def _authority_name(self, kind: str) -> x509.Name:
        common = f"Chứng thực số {kind} {self.name}"
        parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, self.name)]
        return x509.Name([x509.NameAttribute(o, v) for o, v in [*parts, (NameOID.COMMON_NAME, common)]])

    def _publish(
        self, level: str, entries: list[x509.RevokedCertificate], number: int, issuer: x509.Name | None = None
    ) -> None:
        issued = now()
        draft = x509.CertificateRevocationListBuilder(issuer or getattr(self, level).subject)
        draft = draft.last_update(issued).next_update(issued + LIST_LIFE)
        draft = draft.add_extension(x509.CRLNumber(number), critical=False)
        for entry in entries:
            draft = draft.add_revoked_certificate(entry)
        signed = draft.sign(self._key(level), SHA256())
        self._write(f"{level}.crl", signed.public_bytes(Encoding.DER))

    def _renew_if_old(self, level: str) -> None:
        current = self._list(level)
        if current.next_update_utc is None or current.next_update_utc < now() + LIST_RENEWAL:
            self._publish(level, list(current), _list_number(current) + 1)

    def _list(self, level: str) -> x509.CertificateRevocationList:
        path = self._path(f"{level}.crl")
        return _load_list(str(path), path.stat().st_mtime_ns)

    def _key(self, level: str) -> ec.EllipticCurvePrivateKey:
        key = load_pem_private_key(self._path(f"{level}.key").read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key

    def _write_key(self, level: str, key: ec.EllipticCurvePrivateKey) -> None:
        self._write(f"{level}.key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def _write(self, name: str, content: bytes) -> None:
        write_private(self._path(name), content)

    def _path(self, name: str) -> Path:
        return self.directory / name

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self._path("lock"), "w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 so that a reader finds the old or the new content, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _draft(
    subject: x509.Name, issuer: x509.Name, key: CertificatePublicKeyTypes, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    draft = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
    draft = draft.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
    return draft.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _authority(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, years: int, *, path_length: int
) -> x509.CertificateBuilder:
    draft = _draft(subject, issuer, key, FOUNDED, FOUNDED.replace(year=FOUNDED.year + years))
    draft = draft.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    return draft.add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)


def _key_usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
        "crl_sign encipher_only decipher_only"
    )
    return x509.KeyUsage(**(dict.fromkeys(names.split(), False) | allowed))


def _authority_id(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def _list_number(current: x509.CertificateRevocationList) -> int:
    return current.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


@lru_cache(maxsize=8)
def _load_list(path: str, modified: int) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(Path(path).read_bytes())


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
