"""Keys at a remote signing service, through the API of the Cloud Signature Consortium, v1.0.4 and v2.

The service keeps the key; a PIN authorises the signing of given digests (``credentials/authorize``), and what that
answers is shown with them (``signatures/signHash``). Many digests share one authorisation, as many as the service
allows. Only digests leave this server. Credentials that want a one-time password at each signing are refused.
"""

import base64
import binascii
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils.translation import gettext as _

from khuevan.kernel.outside import outside

from ..ports import Algorithm, Certificate, KeyUnusable, Trust
from .certificates import algorithm_of, described, holds, load_all
from .exchange import Unreachable, ask, is_safe
from .remote_refusals import away, refusal, slow, strange
from .tries import Tries
from .trust import between
from .turns import InTurn
from .usable import refuse_untrusted

MAX_WRONG = 3
MOST_AT_ONCE = 100
SECONDS = 10.0  # for an answer; somebody waits for the page
MOST_SECONDS = 25.0  # for all signatures of one call
P256_BYTES = 32
SHA256 = "2.16.840.1.101.3.4.2.1"
RSA_ANY_HASH = "1.2.840.113549.1.1.1"
WAYS: dict[Algorithm, tuple[str, ...]] = {
    "ecdsa-sha256": ("1.2.840.10045.4.3.2",),
    "rsa-sha256": ("1.2.840.113549.1.1.11", RSA_ANY_HASH),
}


@dataclass(frozen=True, slots=True)
class Credential:
    """A key at the service: its name there, how it may sign, how many digests one authorisation covers."""

    id: str
    certificate: Certificate
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    way: str
    at_once: int
    wants_password: bool


@dataclass(frozen=True, slots=True)
class RemoteKey:
    """A credential and the PIN that authorises it; the PIN is tried with the first signature."""

    service: "SigningService"
    credential: Credential
    pin: str = field(repr=False)
    trust: Trust = field(repr=False)

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key."""
        return self.credential.certificate

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates (DER) from the issuer upward, without the trust anchor."""
        return self.credential.chain

    @property
    def algorithm(self) -> Algorithm:
        """How ``sign`` signs."""
        return self.credential.algorithm

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of ``data``. Raises as ``sign_all``."""
        return self.sign_all([data])[0]

    def sign_all(self, many: Sequence[bytes]) -> list[bytes]:
        """A signature for each, or none, asked for with no transaction open (`kernel.outside`).

        Orders with one key take turns: whoever comes second looks first at what the other has signed. Raises
        ``WrongPin``, ``KeyLocked``, ``KeyUnusable``, ``KeyAway``, ``KeyBusy``.
        """
        refuse_untrusted(self.certificate, self.chain, self.trust)
        what = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in [self.pin.encode(), *many])).digest()
        alone = InTurn(self.service.file_of(self.credential.id, "turn"))
        return outside((self.credential.id, what), lambda: self._ask_all(many), alone)

    def _ask_all(self, many: Sequence[bytes]) -> list[bytes]:
        step, made, end = self.credential.at_once, [], time.monotonic() + MOST_SECONDS
        for start in range(0, len(many), step):
            if time.monotonic() > end:
                raise slow()
            made += self.service.signatures(self.credential, self.pin, many[start : start + step])
        return made


class SigningService:
    """The service at ``url``, which ends in its version (``https://…/csc/v2``); ``token`` admits this server to it."""

    def __init__(self, url: str, token: str, directory: Path) -> None:
        self.url = url.rstrip("/")
        self.token = token
        self.directory = directory
        self.second = self.url.endswith("/v2")

    def credentials(self, account: str, trust: Trust) -> list[Credential]:
        """The keys of an account that can sign documents. Raises ``KeyAway``, ``KeyUnusable``."""
        return outside(("list", account), lambda: self._listed(account, trust))

    def _listed(self, account: str, trust: Trust) -> list[Credential]:
        found = self._call("credentials/list", {"userID": account, "maxResults": MOST_AT_ONCE})
        made = (self.credential(str(id_), trust) for id_ in found.get("credentialIDs", []))
        return [one for one in made if one]

    def credential(self, id_: str, trust: Trust) -> Credential | None:
        """A key by its name at the service; None where it is switched off or of a kind that is not accepted."""
        asked: dict[str, object] = {"credentialID": id_, "certificates": "chain", "certInfo": False}
        if self.second:
            asked["authInfo"] = True
        told = self._call("credentials/info", asked)
        try:
            ders = [base64.b64decode(one) for one in told["cert"]["certificates"]]
            key, ways = told["key"], {str(one) for one in told["key"]["algo"]}
            at_once = max(1, min(MOST_AT_ONCE, int(told.get("multisign", 1))))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise strange() from None
        certificate = described(ders[0]) if ders and key.get("status") == "enabled" else None
        algorithm = algorithm_of(load_all(ders[:1])[0].public_key()) if certificate else None
        way = next((one for one in WAYS[algorithm] if one in ways), "") if algorithm else ""
        if certificate is None or algorithm is None or not way:
            return None
        chain = between(trust, ders[0], tuple(der for der in ders[1:] if described(der)))
        return Credential(id_, certificate, chain, algorithm, way, at_once, _wants_password(told))

    def open(self, id_: str, pin: str, trust: Trust) -> RemoteKey:
        """The signer behind a key. Raises ``KeyUnusable``, ``KeyLocked``, ``KeyAway``."""
        self._tries(id_).refuse_if_spent()
        credential = outside(("info", id_), lambda: self.credential(id_, trust))
        if credential is None:
            raise KeyUnusable(
                _("Dịch vụ ký số báo khoá này không dùng được."),
                hint=_("Liên hệ dịch vụ ký số, hoặc đăng ký lại khoá."),
                code="key_gone",
            )
        if credential.wants_password:
            raise KeyUnusable(
                _("Khoá này đòi mã OTP cho mỗi lần ký, hệ thống chưa ký được theo cách đó."),
                hint=_("Đề nghị dịch vụ ký số cho phép ký bằng mã PIN."),
                code="otp_only",
            )
        refuse_untrusted(credential.certificate, credential.chain, trust)
        return RemoteKey(self, credential, pin, trust)

    def signatures(self, credential: Credential, pin: str, many: Sequence[bytes]) -> list[bytes]:
        """The signatures of one authorisation, each checked against the certificate."""
        digests = [base64.b64encode(hashlib.sha256(data).digest()).decode() for data in many]
        given: dict[str, object] = {"credentialID": credential.id}
        given |= {"hashes": digests, "hashAlgorithmOID": SHA256} if self.second else {"hash": digests}
        secret: dict[str, object] = {"authData": [{"id": "PIN", "value": pin}]} if self.second else {"PIN": pin}
        tries = self._tries(credential.id)
        allowed = self._call("credentials/authorize", {**given, **secret, "numSignatures": len(many)}, tries)
        tries.forget()
        given |= {"SAD": allowed.get("SAD", ""), "signAlgo": credential.way}
        if not self.second:
            given["hashAlgo"] = SHA256
        made = self._call("signatures/signHash", given).get("signatures")
        if not isinstance(made, list) or len(made) != len(many):
            raise strange()
        return [_checked(credential, value, data) for value, data in zip(made, many, strict=True)]

    def _call(self, what: str, asked: dict[str, object], tries: Tries | None = None) -> dict[str, Any]:
        if not is_safe(self.url):
            raise KeyUnusable(
                _("Địa chỉ dịch vụ ký số không được mã hoá."),
                hint=_("Người quản trị đặt KHUEVAN_REMOTE_SIGNING là địa chỉ https://…"),
                code="unsafe_address",
            )
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            answer = ask(f"{self.url}/{what}", json.dumps(asked).encode(), headers=headers, seconds=SECONDS)
        except Unreachable as error:
            raise away() from error
        told = _parsed(answer.body)
        if answer.status == 200 and told is not None:
            return told
        raise refusal(answer.status, told or {}, tries)

    def file_of(self, id_: str, kind: str) -> Path:
        """Where something is kept of a key for all processes."""
        name = hashlib.sha256(f"{self.url} {id_}".encode()).hexdigest()[:32]
        return self.directory / f"{name}.{kind}"

    def _tries(self, id_: str) -> Tries:
        return Tries(self.file_of(id_, "tries"), MAX_WRONG)


def _wants_password(told: dict[str, Any]) -> bool:
    """Whether a one-time password is asked for: v1 ``OTP.presence``, v2 an object of ``auth`` (§11.5)."""
    otp = told.get("OTP")
    if isinstance(otp, dict) and otp.get("presence") in ("true", True):
        return True
    auth = told.get("auth")
    objects = auth.get("objects", []) if isinstance(auth, dict) else []
    return any(isinstance(one, dict) and "OTP" in str(one.get("type", "")).upper() for one in objects)


def _checked(credential: Credential, value: object, data: bytes) -> bytes:
    """A signature as DER, if it holds; services write ECDSA as DER or as r‖s."""
    try:
        made = base64.b64decode(str(value), validate=True)
    except binascii.Error:
        raise strange() from None
    forms = [made]
    if credential.algorithm == "ecdsa-sha256" and len(made) == 2 * P256_BYTES:
        pair = int.from_bytes(made[:P256_BYTES]), int.from_bytes(made[P256_BYTES:])
        forms.append(encode_dss_signature(*pair))
    for form in forms:
        if holds(credential.certificate.der, credential.algorithm, form, data):
            return form
    raise strange()


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
