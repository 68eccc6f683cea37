"""What authorities say of their certificates: revocation lists (RFC 5280 §5), answers about one of them (RFC 6960).

They are fetched ahead from the addresses that trusted certificates name, kept as files, and consulted at each check;
so a check needs no network. What arrives is kept only if its authority signed it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from khuevan.kernel.clock import now

from .demo_ca import write_private
from .exchange import Unreachable, ask

NEVER = datetime.max.replace(tzinfo=UTC)
HASHES = {"sha256", "sha384", "sha512"}
DAY = timedelta(days=1)
OCSP_TYPES = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}


@dataclass(frozen=True, slots=True)
class Word:
    """What an authority says of one certificate: when it says so, revoked since when, and how long this counts."""

    at: datetime
    revoked_at: datetime
    until: datetime


def word_of_list(
    crl: x509.CertificateRevocationList, certificate: x509.Certificate, issuer: x509.Certificate
) -> Word | None:
    """What a revocation list says; None where it is not this issuer's."""
    if crl.issuer != issuer.subject or not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
        return None
    entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
    revoked_at = entry.revocation_date_utc if entry else NEVER
    return Word(crl.last_update_utc, revoked_at, crl.next_update_utc or NEVER)


def word_of_answer(answer: ocsp.OCSPResponse, certificate: x509.Certificate, issuer: x509.Certificate) -> Word | None:
    """What an OCSP answer says; None where it is about another certificate, unknown, or not signed for this issuer."""
    if answer.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
        return None
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, answer.hash_algorithm).build()
    about = (answer.serial_number, answer.issuer_key_hash, answer.issuer_name_hash)
    if about != (asked.serial_number, asked.issuer_key_hash, asked.issuer_name_hash) or not _signed(answer, issuer):
        return None
    said = answer.this_update_utc
    until = answer.next_update_utc or said + DAY
    if answer.certificate_status == ocsp.OCSPCertStatus.REVOKED:
        return Word(said, answer.revocation_time_utc or said, until)
    return Word(said, NEVER, until) if answer.certificate_status == ocsp.OCSPCertStatus.GOOD else None


def newest(words: Iterable[Word | None]) -> Word | None:
    """The word that was said last."""
    return max((word for word in words if word), key=lambda word: word.at, default=None)


def fetch(directory: Path, pairs: Iterable[tuple[x509.Certificate, x509.Certificate]]) -> list[str]:
    """Fetch the newest word on certificates, each given with its issuer; returns the addresses that failed.

    A list says it of all certificates of an authority; about one certificate it is asked only where no list arrives.
    Writes ``*.crl`` and ``*.ocsp`` into ``directory``. What was there stays where nothing better arrives.
    """
    failed: list[str] = []
    arrived: dict[str, bool] = {}
    for certificate, issuer in pairs:
        addresses = list_addresses(certificate)
        for address in addresses:
            if address not in arrived:
                arrived[address] = _fetch_list(directory, address, issuer)
        if any(arrived[address] for address in addresses):
            continue
        failed += [
            address
            for address in answer_addresses(certificate)
            if not _fetch_answer(directory, address, certificate, issuer)
        ]
    return [*(address for address, good in arrived.items() if not good), *failed]


def list_addresses(certificate: x509.Certificate) -> list[str]:
    """Where a certificate says that its issuer's revocation list is."""
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    names = [name for point in points for name in point.full_name or []]
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier) and _is_web(name.value)]


def answer_addresses(certificate: x509.Certificate) -> list[str]:
    """Where a certificate says that its issuer answers about it."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return []
    return [
        one.access_location.value
        for one in access
        if one.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(one.access_location, x509.UniformResourceIdentifier)
        and _is_web(one.access_location.value)
    ]


def _fetch_list(directory: Path, address: str, issuer: x509.Certificate) -> bool:
    try:
        body = ask(address).body
        crl = x509.load_der_x509_crl(body)
        genuine = crl.issuer == issuer.subject and crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (Unreachable, ValueError, TypeError):
        return False
    if genuine:
        write_private(directory / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.crl", body)
    return genuine and (crl.next_update_utc or NEVER) > now()


def _fetch_answer(directory: Path, address: str, certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    asked = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build()  # noqa: S303 - RFC 5019 §2.1.1
    try:
        body = ask(address, asked.public_bytes(Encoding.DER), headers=OCSP_TYPES).body
        word = word_of_answer(ocsp.load_der_ocsp_response(body), certificate, issuer)
    except (Unreachable, ValueError, TypeError):
        return False
    if word:
        name = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()[:32]
        write_private(directory / f"{name}.ocsp", body)
    return word is not None and word.until > now()


def _signed(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    """Whether the issuer signed an answer, or somebody whom it named for that (RFC 6960 §4.2.2.2)."""
    named = (one for one in answer.certificates if _may_answer(one, issuer))
    return any(_holds(answer, responder) for responder in (issuer, *named))


def _may_answer(responder: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        responder.verify_directly_issued_by(issuer)
        usage = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    valid = responder.not_valid_before_utc <= now() <= responder.not_valid_after_utc
    return valid and ExtendedKeyUsageOID.OCSP_SIGNING in usage


def _holds(answer: ocsp.OCSPResponse, responder: x509.Certificate) -> bool:
    key, hashed = responder.public_key(), answer.signature_hash_algorithm
    if hashed is None or hashed.name not in HASHES:
        return False
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, padding.PKCS1v15(), hashed)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))
