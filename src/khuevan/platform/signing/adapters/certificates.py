"""X.509 certificates read into plain records, and distinguished names written from them."""

from collections.abc import Iterable
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from ..ports import Algorithm, Certificate, Owner

COMMON_NAME_LIMIT = 64  # X.520, ub-common-name
MIN_RSA_BITS = 2048


def subject_of(owner: Owner) -> x509.Name:
    """The distinguished name of a person or a seal. A seal is told by its common name, the organisation's."""
    common = owner.organisation if owner.seal else owner.name
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, owner.organisation),
        (NameOID.ORGANIZATION_IDENTIFIER, owner.organisation_code),
        (NameOID.TITLE, "" if owner.seal else owner.title),
        (NameOID.COMMON_NAME, common[:COMMON_NAME_LIMIT]),
        (NameOID.USER_ID, owner.owner),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts if value])


def describe(certificate: x509.Certificate) -> Certificate:
    """What a certificate says of its owner."""
    subject = certificate.subject
    name, organisation = _first(subject, NameOID.COMMON_NAME), _first(subject, NameOID.ORGANIZATION_NAME)
    return Certificate(
        name=name,
        title=_first(subject, NameOID.TITLE),
        organisation=organisation,
        organisation_code=_first(subject, NameOID.ORGANIZATION_IDENTIFIER),
        owner=_first(subject, NameOID.USER_ID),
        serial=f"{certificate.serial_number:x}",
        issuer=_first(certificate.issuer, NameOID.COMMON_NAME),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        seal=bool(organisation) and name == organisation[:COMMON_NAME_LIMIT],
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        der=certificate.public_bytes(Encoding.DER),
    )


@lru_cache(maxsize=4096)
def described(der: bytes) -> Certificate | None:
    """The same of DER bytes from outside; None where they are no certificate."""
    try:
        return describe(x509.load_der_x509_certificate(der))
    except Exception:  # a broken certificate raises many things, some only when it is read
        return None


def algorithm_of(key: object) -> Algorithm | None:
    """The signature algorithm of a public key, or None if keys of this kind are not accepted."""
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        return "ecdsa-sha256"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return "rsa-sha256"
    return None


def load_all(ders: Iterable[bytes]) -> list[x509.Certificate]:
    """Certificates from their DER bytes."""
    return [x509.load_der_x509_certificate(der) for der in ders]


def holds(certificate: bytes, algorithm: Algorithm, value: bytes, data: bytes) -> bool:
    """Whether the certificate's key (DER) made the value (ECDSA as DER) over SHA-256 of ``data`` in this way."""
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
        if algorithm_of(key) != algorithm:
            return False
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, data, ec.ECDSA(SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), SHA256())
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
