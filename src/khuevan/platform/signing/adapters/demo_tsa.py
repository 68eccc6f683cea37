"""A time-stamping authority of our own, below the demo authority, for demonstration: it stamps without a network.

It is no third party: its clock is this server's. A province in operation names a licensed authority instead.
"""

import hashlib
import secrets

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import now

from .demo_ca import DemoAuthority

POLICY = "1.3.6.1.4.1.99999.1.1"  # an arc that nobody holds: the demonstration promises nothing
ACCURACY = 1  # seconds


class DemoStamper:
    """The stamper of a demo authority; its key and certificate are made on first use."""

    def __init__(self, authority: DemoAuthority) -> None:
        self.key, certificate = authority.stamper()
        self.certificate = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
        self.issuers = [asn1.Certificate.load(der) for der in authority.chain]

    def stamp(self, digest: bytes) -> bytes:
        """A TimeStampToken (DER) over a SHA-256 digest."""
        stated = tsp.TSTInfo({
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {"hash_algorithm": _sha256(), "hashed_message": digest},
            "serial_number": secrets.randbits(63) | 1,
            "gen_time": now().replace(microsecond=0),
            "accuracy": {"seconds": ACCURACY},
        })  # fmt: skip
        attributes = self._attributes(stated.dump())
        value = self.key.sign(attributes.dump(), ec.ECDSA(SHA256()))
        signer = cms.SignerInfo({
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", {
                "issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number,
            }),
            "digest_algorithm": _sha256(),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": value,
        })  # fmt: skip
        content = cms.EncapsulatedContentInfo({
            "content_type": "tst_info", "content": cms.ParsableOctetString(stated.dump()),
        })  # fmt: skip
        data = cms.SignedData({
            "version": "v3",
            "digest_algorithms": [_sha256()],
            "encap_content_info": content,
            "certificates": [self.certificate, *self.issuers],
            "signer_infos": [signer],
        })  # fmt: skip
        return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()

    def _attributes(self, stated: bytes) -> cms.CMSAttributes:
        named = tsp.SigningCertificateV2({"certs": [
            tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(self.certificate.dump()).digest()})
        ]})  # fmt: skip
        said: list[tuple[str, core.Asn1Value | str | bytes]] = [
            ("content_type", "tst_info"),
            ("message_digest", hashlib.sha256(stated).digest()),
            ("signing_certificate_v2", named),
        ]
        return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in said])


def _sha256() -> algos.DigestAlgorithm:
    return algos.DigestAlgorithm({"algorithm": "sha256"})
