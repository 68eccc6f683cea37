"""The signature of a sealed paper as we write it: CMS SignedData (RFC 5652 §5) in DER.

With one signer, no unsigned attributes, and the certificates in the order given. What is checked is written again by
the same function and compared.
"""

from collections.abc import Sequence
from functools import lru_cache

from asn1crypto import cms, core
from asn1crypto import x509 as asn1

from ..ports import Algorithm
from .der import CONTEXT_0, SEQUENCE, SET, der

MECHANISMS: dict[Algorithm, str] = {"ecdsa-sha256": "sha256_ecdsa", "rsa-sha256": "sha256_rsa"}
_VERSION_1 = core.Integer(1).dump()
_DATA, _SIGNED_DATA = (cms.ContentType(kind).dump() for kind in ("data", "signed_data"))
_SHA256 = cms.DigestAlgorithm({"algorithm": "sha256"}).dump()
_MECHANISMS = {name: cms.SignedDigestAlgorithm({"algorithm": said}).dump() for name, said in MECHANISMS.items()}


def signed_data(
    own: bytes, certificates: Sequence[bytes], algorithm: Algorithm, attributes: bytes, value: bytes
) -> bytes:  # fmt: skip
    """``own``: the signer's certificate; ``attributes``: the content of the set that is signed; ``value``: what the key
    made of it."""
    info = der(
        SEQUENCE, _VERSION_1, _name_of(own), _SHA256, der(CONTEXT_0, attributes), _MECHANISMS[algorithm],
        core.OctetString(value).dump(),
    )  # fmt: skip
    data = [_VERSION_1, der(SET, _SHA256), der(SEQUENCE, _DATA), der(CONTEXT_0, *certificates), der(SET, info)]
    return der(SEQUENCE, _SIGNED_DATA, der(CONTEXT_0, der(SEQUENCE, *data)))


@lru_cache(maxsize=256)
def _name_of(certificate: bytes) -> bytes:
    own = asn1.Certificate.load(certificate)
    return der(SEQUENCE, own.issuer.dump(), own["tbs_certificate"]["serial_number"].dump())
