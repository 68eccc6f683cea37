"""A TimeStampToken (RFC 3161 §2.4.2) taken apart, and what speaks against it.

It must be DER with one signer and no unsigned part, and every enclosed certificate must be genuine: so no byte of a
token can change unseen.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from django.utils.translation import gettext as _

from ..ports import Digest, Problem, TimeStamp, Trust
from .certificates import algorithm_of, describe
from .der import CONTEXT_0, NULL, SEQUENCE, SET, der
from .findings import problem
from .hash_tree import SIZES
from .order import CLOCK_SKEW
from .trust import is_known, standing

LIMIT = 10_000
TST_INFO, SIGNED_DATA = (cms.ContentType(kind).dump() for kind in ("tst_info", "signed_data"))
HASHES: dict[str, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
NAMED = {"signing_certificate": "sha1", "signing_certificate_v2": "sha256"}
"""How a token names its certificate: RFC 3161 with SHA-1, RFC 5816 with SHA-256 unless it says otherwise."""


def check_token(
    token: bytes, digest: bytes, trust: Trust, now: datetime, *, since: datetime | None = None,
    algorithm: Digest = "sha256",
) -> TimeStamp:  # fmt: skip
    """What a token (DER) says of a digest of that kind. Never raises on bad input.

    ``since``: when the stamped thing came into being; a stamp before that is none.
    """
    try:
        found = Token(token)
        problems = tuple(dict.fromkeys(found.problems(digest, trust, now, since, algorithm)))
        return TimeStamp(found.at, found.authority, str(found.serial), problems, token)
    except Exception:  # garbage raises many things, some only when it is read
        return TimeStamp(None, "", problems=(problem("stamp_malformed"),), token=token)


def good_until(token: bytes, trust: Trust, now: datetime) -> datetime | None:
    """When the certificate ends by which a token (DER) is checked; None where the token does not count ``now``."""
    try:
        found = Token(token)
        if any(found.problems(found.digest, trust, now, None, found.algorithm)):
            return None
        return x509.load_der_x509_certificate(found.own).not_valid_after_utc
    except Exception:  # garbage raises many things
        return None


class Token:
    """The parts of a token. Raises whatever garbage makes of its reader."""

    def __init__(self, token: bytes) -> None:
        if len(token) > LIMIT:
            raise ValueError("too large")
        self.content = cms.ContentInfo.load(token, strict=True)
        self.data = self.content["content"]
        [self.info] = self.data["signer_infos"]
        self.certificates = tuple(item.chosen.dump() for item in self.data["certificates"])
        self.stated = bytes(self.data["encap_content_info"]["content"].contents)
        self.said = tsp.TSTInfo.load(self.stated, strict=True)
        self.own = self._own()
        self.enclosed = tuple(one for one in self.certificates if one != self.own)
        self.at: datetime = self.said["gen_time"].native
        self.serial: int = self.said["serial_number"].native
        self.authority = describe(x509.load_der_x509_certificate(self.own)).name
        self.nonce: int | None = self.said["nonce"].native
        self.attributes: dict[str, Any] = {item["type"].native: item["values"] for item in self.info["signed_attrs"]}
        self.token = token

    @property
    def algorithm(self) -> Digest:
        """By which digest what is stamped was made."""
        named: Digest = self.said["message_imprint"]["hash_algorithm"]["algorithm"].native
        return named

    @property
    def digest(self) -> bytes:
        """What is stamped; nothing where we do not know the digest."""
        imprint = self.said["message_imprint"]
        return imprint["hashed_message"].native if self.algorithm in SIZES else b""

    @property
    def signed_by(self) -> str:
        """The digest by which the authority itself signs."""
        return str(self.info["digest_algorithm"]["algorithm"].native)

    def problems(
        self, digest: bytes, trust: Trust, now: datetime, since: datetime | None, algorithm: Digest = "sha256"
    ) -> Iterable[Problem]:
        """Everything that speaks against the token as a stamp of ``digest``."""
        if not self._in_form():
            yield problem("stamp_malformed")
        if self.digest != digest or self.algorithm != algorithm:
            yield problem("stamp_other")
        genuine = all(is_known(trust, one, self.enclosed) for one in self.enclosed)
        if not genuine or not self._holds() or not self._names_its_certificate():
            yield problem("stamp_forged", who=self.authority)
        if self.at > now + CLOCK_SKEW:
            yield problem("stamp_time", who=self.authority, what=_("ở tương lai"))
        if since is not None and self.at < since - CLOCK_SKEW:
            yield problem("stamp_time", who=self.authority, what=_("trước khi ký"))
        if flaw := standing(trust, self.own, self.enclosed, stamping=True).flaw_at(self.at, now):
            yield problem(flaw, who=self.authority)

    def _own(self) -> bytes:
        sid = self.info["sid"].chosen
        for one in self.certificates:
            if _name_and_number(one) == (sid["issuer"].dump(), sid["serial_number"].dump()):
                return one
        raise ValueError("the signer's certificate is missing")

    def _in_form(self) -> bool:
        """Whether the token is what its parts make when they are written again (RFC 5652 §5)."""
        digest, signature = self.info["digest_algorithm"], self.info["signature_algorithm"]
        hashed = digest["algorithm"].native
        kinds = self.content["content_type"].native, self.data["encap_content_info"]["content_type"].native
        usual = all(_is_plain(one) for one in (digest, signature, *self.data["digest_algorithms"]))
        named = {one["algorithm"].native for one in self.data["digest_algorithms"]}
        fits = signature["algorithm"].native in (f"{hashed}_ecdsa", f"{hashed}_rsa", "rsassa_pkcs1v15")
        stated = kinds == ("signed_data", "tst_info") and named == {hashed} and self.said["version"].native == "v1"
        return usual and fits and stated and self._rewritten() == self.token

    def _rewritten(self) -> bytes:
        info, data = self.info, self.data
        signer = der(
            SEQUENCE,
            core.Integer(1).dump(),
            der(SEQUENCE, *_name_and_number(self.own)),
            info["digest_algorithm"].dump(),
            der(CONTEXT_0, info["signed_attrs"].contents),
            info["signature_algorithm"].dump(),
            core.OctetString(info["signature"].native).dump(),
        )
        content = der(SEQUENCE, TST_INFO, der(CONTEXT_0, core.OctetString(self.stated).dump()))
        named = (one.dump() for one in data["digest_algorithms"])
        whole = der(
            SEQUENCE, core.Integer(3).dump(), der(SET, *named), content, der(CONTEXT_0, *self.certificates),
            der(SET, signer),
        )  # fmt: skip
        return der(SEQUENCE, SIGNED_DATA, der(CONTEXT_0, whole))

    def _holds(self) -> bool:
        hashed = HASHES[self.info["digest_algorithm"]["algorithm"].native]
        stated = hashlib.new(hashed.name, self.stated).digest()
        if self.attributes["message_digest"].native != [stated]:
            return False
        if self.attributes["content_type"].native != ["tst_info"]:
            return False
        key = x509.load_der_x509_certificate(self.own).public_key()
        signed, value = self.info["signed_attrs"].untag().dump(), self.info["signature"].native
        if algorithm_of(key) is None:
            return False
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(value, signed, ec.ECDSA(hashed))
            elif isinstance(key, rsa.RSAPublicKey):
                key.verify(value, signed, padding.PKCS1v15(), hashed)
        except InvalidSignature:
            return False
        return True

    def _names_its_certificate(self) -> bool:
        for name, usual in NAMED.items():
            if name in self.attributes:
                named = self.attributes[name][0]["certs"][0]
                algorithm = named["hash_algorithm"]["algorithm"].native if name.endswith("v2") else usual
                return bool(named["cert_hash"].native == hashlib.new(algorithm, self.own).digest())
        return False


def _name_and_number(certificate: bytes) -> tuple[bytes, bytes]:
    own = asn1.Certificate.load(certificate)
    return own.issuer.dump(), own["tbs_certificate"]["serial_number"].dump()


def _is_plain(algorithm: core.Sequence) -> bool:
    """An algorithm without parameters; some write them as NULL."""
    name = algorithm["algorithm"].dump()
    return algorithm.dump() in (der(SEQUENCE, name), der(SEQUENCE, name, NULL))
