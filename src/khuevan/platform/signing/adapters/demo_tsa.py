"""A time-stamping authority of our own, below the demo authority, for demonstration: it stamps without a network.

It is no third party: its clock is this server's. A province in operation names a licensed authority instead.
"""

import hashlib
import secrets

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.kernel.clock import now

from ..ports import Digest
from .demo_ca import DemoAuthority

POLICY = "1.3.6.1.4.1.99999.1.1"  # an arc that nobody holds: the demonstration promises nothing
ACCURACY = 1  # seconds


class DemoStamper:
    """The stamper of a demo authority; its key and certificate are made on first use."""

    def __init__(self, authority: DemoAuthority) -> None:
        self.key, certificate = authority.stamper()
        self.certificate = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
        self.issuers = [asn1.Certificate.load(der) for der in authority.chain]

    def stamp(self, digest: bytes, algorithm: Digest = "sha256") -> bytes:
        """A TimeStampToken (DER) over a digest of that kind, signed by SHA-256 or, where that is stronger, SHA-512."""
        by = "sha256" if algorithm == "sha256" else "sha512"
        stated = tsp.TSTInfo({
            "version": "v1",
            "policy": POLICY,
            "message_imprint": {"hash_algorithm": _named(algorithm), "hashed_message": digest},
            "serial_number": secrets.randbits(63) | 1,
            "gen_time": now().replace(microsecond=0),
            "accuracy": {"seconds": ACCURACY},
        })  # fmt: skip
        attributes = self._attributes(stated.dump(), by)
        value = self.key.sign(attributes.dump(), ec.ECDSA(SHA256() if by == "sha256" else SHA512()))
        signer = cms.SignerInfo({
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", {
                "issuer": self.certificate.issuer, "serial_number": self.certificate.serial_number,
            }),
            "digest_algorithm": _named(by),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"{by}_ecdsa"}),
            "signature": value,
        })  # fmt: skip
        content = cms.EncapsulatedContentInfo({
            "content_type": "tst_info", "content": cms.ParsableOctetString(stated.dump()),
        })  # fmt: skip
        data = cms.SignedData({
            "version": "v3",
            "digest_algorithms": [_named(by)],
            "encap_content_info": content,
            "certificates": [self.certificate, *self.issuers],
            "signer_infos": [signer],
        })  # fmt: skip
        return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()

    def _attributes(self, stated: bytes, by: str) -> cms.CMSAttributes:
        own: dict[str, object] = {"cert_hash": hashlib.new(by, self.certificate.dump()).digest()}
        if by != "sha256":
            own["hash_algorithm"] = _named(by)
        named = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(own)]})
        said: list[tuple[str, core.Asn1Value | str | bytes]] = [
            ("content_type", "tst_info"),
            ("message_digest", hashlib.new(by, stated).digest()),
            ("signing_certificate_v2", named),
        ]
        return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in said])


def _named(digest: str) -> algos.DigestAlgorithm:
    return algos.DigestAlgorithm({"algorithm": digest})
