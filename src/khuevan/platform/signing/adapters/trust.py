"""From a signer's certificate to a trust anchor (RFC 5280 §6, the part that document signing needs).

The path is built once per certificate and set of trust; what it leaves is a window of time and a moment of
revocation, so that thousands of signatures by one certificate cost one path.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from ..ports import Trust
from .certificates import algorithm_of, load_all
from .revocation import NEVER, Word, newest, word_of_answer, word_of_list

MAX_PATH = 4
HASHES = {"sha256", "sha384", "sha512"}
UNDERSTOOD = {
    x509.BasicConstraints.oid,
    x509.KeyUsage.oid,
    x509.ExtendedKeyUsage.oid,
    x509.CertificatePolicies.oid,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a certificate's path says: nothing (``flaw``), or when its signatures count.

    ``listed_until``: until then the revocation lists that were consulted are fresh.
    """

    flaw: str = ""
    start: datetime = NEVER
    end: datetime = NEVER
    revoked_at: datetime = NEVER
    listed_until: datetime = NEVER

    def flaw_at(self, moment: datetime, now: datetime) -> str:
        """The code of what forbids a signature of ``moment`` that is looked at ``now``, or nothing."""
        if self.flaw:
            return self.flaw
        if now > self.listed_until:
            return "revocation_unknown"
        if not self.start <= moment <= self.end:
            return "certificate_expired"
        return "certificate_revoked" if moment >= self.revoked_at else ""


@lru_cache(maxsize=8192)
def standing(trust: Trust, leaf: bytes, enclosed: tuple[bytes, ...], *, stamping: bool = False) -> Standing:
    """Follow a certificate (DER) to an anchor of ``trust`` through known or enclosed certificates.

    ``stamping``: of a time-stamping authority, which signs nothing else; other certificates never stamp.
    """
    try:
        certificate = x509.load_der_x509_certificate(leaf)
        if stamping != _only_stamps(certificate):
            return Standing("certificate_unfit")
        return _store(trust).standing(certificate, load_all(enclosed))
    except Exception:  # a broken certificate raises many things, some only when it is read
        return Standing("certificate_unfit")


@lru_cache(maxsize=8192)
def said_of(trust: Trust, leaf: bytes) -> datetime | None:
    """When the authority of a certificate (DER) last spoke of revocations; None where no word is at hand."""
    path = path_of(trust, leaf, ())
    word = _store(trust).word(*path[:2]) if path[1:] else None
    return word.at if word else None


@lru_cache(maxsize=1024)
def is_known(trust: Trust, certificate: bytes, enclosed: tuple[bytes, ...]) -> bool:
    """Whether an enclosed certificate (DER) is genuine: itself in ``trust`` or issued below one of its anchors."""
    if certificate in (*trust.anchors, *trust.intermediates):
        return True
    try:
        return _store(trust).leads_to_anchor(x509.load_der_x509_certificate(certificate), load_all(enclosed))
    except Exception:  # as above
        return False


def between(trust: Trust, leaf: bytes, candidates: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The certificates (DER) from a leaf's issuer upward, without the anchor; none where no path leads to one."""
    return tuple(one.public_bytes(Encoding.DER) for one in path_of(trust, leaf, candidates)[1:-1])


def path_of(trust: Trust, leaf: bytes, candidates: tuple[bytes, ...]) -> list[x509.Certificate]:
    """The certificates from a leaf (DER) to an anchor; empty where no path leads to one."""
    try:
        return _store(trust).path(x509.load_der_x509_certificate(leaf), load_all(candidates))
    except Exception:  # as above
        return []


@lru_cache(maxsize=8)
def _store(trust: Trust) -> "_TrustStore":
    return _TrustStore(trust)


class _TrustStore:
    def __init__(self, trust: Trust) -> None:
        self.anchors = load_all(trust.anchors)
        self.intermediates = load_all(trust.intermediates)
        self.lists = [x509.load_der_x509_crl(der) for der in trust.revocation_lists]
        self.answers = [ocsp.load_der_ocsp_response(der) for der in trust.answers]

    def standing(self, leaf: x509.Certificate, enclosed: Sequence[x509.Certificate]) -> Standing:
        if not _may_sign(leaf):
            return Standing("certificate_unfit")
        path = self._path(leaf, [*self.intermediates, *enclosed])
        if path is None:
            return Standing("untrusted")
        words = [self.word(below, issuer) for below, issuer in pairwise(path)]
        known = [word for word in words if word is not None]
        if len(known) < len(words):
            return Standing("revocation_unknown")
        return Standing(
            start=max(cert.not_valid_before_utc for cert in path),
            end=min(cert.not_valid_after_utc for cert in path),
            revoked_at=min(word.revoked_at for word in known),
            listed_until=min(word.until for word in known),
        )

    def leads_to_anchor(self, certificate: x509.Certificate, enclosed: Sequence[x509.Certificate]) -> bool:
        return bool(self.path(certificate, enclosed))

    def path(self, leaf: x509.Certificate, enclosed: Sequence[x509.Certificate]) -> list[x509.Certificate]:
        return self._path(leaf, [*self.intermediates, *enclosed]) or []

    def _path(self, leaf: x509.Certificate, candidates: Sequence[x509.Certificate]) -> list[x509.Certificate] | None:
        path = [leaf]
        while len(path) < MAX_PATH:
            below = path[-1]
            if anchor := next((a for a in self.anchors if _issued(a, below, len(path) - 1)), None):
                return [*path, anchor]
            step = next((c for c in candidates if c not in path and _issued(c, below, len(path) - 1)), None)
            if step is None:
                return None
            path.append(step)
        return None

    def word(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Word | None:
        """The newest list and the newest answer together: revoked where one says so, fresh as long as one is."""
        lists = [word_of_list(crl, certificate, issuer) for crl in self.lists]
        answers = [word_of_answer(answer, certificate, issuer) for answer in self.answers]
        found = [word for words in (lists, answers) if (word := newest(words))]
        if not found:
            return None
        return Word(
            max(word.at for word in found),
            min(word.revoked_at for word in found),
            max(word.until for word in found),
        )


def _issued(issuer: x509.Certificate, below: x509.Certificate, authorities_below: int) -> bool:
    """Whether ``issuer`` is an authority that may and did sign ``below``."""
    basic, usage = _constraints(issuer), _usage(issuer)
    if basic is None or not basic.ca or usage is None or not usage.key_cert_sign or not _understood(issuer):
        return False
    if basic.path_length is not None and authorities_below > basic.path_length:
        return False
    if below.signature_hash_algorithm is None or below.signature_hash_algorithm.name not in HASHES:
        return False
    try:
        below.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _may_sign(leaf: x509.Certificate) -> bool:
    basic, usage = _constraints(leaf), _usage(leaf)
    if basic is not None and basic.ca:
        return False
    if usage is None or not (usage.digital_signature or usage.content_commitment):
        return False
    return algorithm_of(leaf.public_key()) is not None and _understood(leaf)


def _only_stamps(leaf: x509.Certificate) -> bool:
    """RFC 3161 §2.3: id-kp-timeStamping alone, critical."""
    try:
        found = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return found.critical and list(found.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _understood(cert: x509.Certificate) -> bool:
    return all(ext.oid in UNDERSTOOD for ext in cert.extensions if ext.critical)


def _constraints(cert: x509.Certificate) -> x509.BasicConstraints | None:
    try:
        return cert.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound:
        return None


def _usage(cert: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return cert.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
