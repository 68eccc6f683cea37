"""Keys on tokens and hardware security modules at the server, through PKCS #11 (OASIS, v2.40).

A token is found by its serial number, a key by its CKA_ID. The session stays open between signatures, so that a PIN
is asked of the token once; whoever wants to sign has to know it all the same. A token counts wrong PINs itself and
locks for good, so we stop asking before: after ``MAX_WRONG`` wrong ones for a while, on its last try altogether.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.utils.translation import gettext as _
from pkcs11 import Attribute, Mechanism, ObjectClass, TokenFlag, exceptions

from ..ports import Algorithm, Certificate, KeyAway, KeyLocked, KeyUnusable, Trust
from .certificates import algorithm_of, described, load_all
from .tries import Tries
from .trust import between
from .usable import refuse_untrusted

MAX_WRONG = 3  # tokens lock for good after five to ten
IDLE_SECONDS = 600
P256_BYTES = 32
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # DigestInfo of SHA-256, RFC 8017 §9.2
WRONG_PIN = (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange)
_lock = threading.RLock()  # a token does one thing at a time
_salt = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Found:
    """A token that is plugged in: its label, maker, model, and serial number."""

    label: str
    maker: str
    serial: str


@dataclass(slots=True)
class _Session:
    session: pkcs11.Session
    pin: bytes
    used: float
    keys: dict[str, pkcs11.PrivateKey] = field(default_factory=dict)


_open: dict[str, _Session] = {}


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token that is unlocked. ``id``: its CKA_ID in hex."""

    module: str
    serial: str
    id: str
    certificate: Certificate
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    trust: Trust = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of ``data``; raises ``KeyAway`` where the token is gone."""
        refuse_untrusted(self.certificate, self.chain, self.trust)
        digest = hashlib.sha256(data).digest()
        with _lock, _said(self.serial):
            opened = _open.get(self.serial)
            if opened is None:
                raise exceptions.SessionClosed
            opened.used = time.monotonic()
            key = opened.keys.get(self.id) or _key(opened, self.id)
            if self.algorithm == "rsa-sha256":
                return bytes(key.sign(SHA256_INFO + digest, mechanism=Mechanism.RSA_PKCS))
            value = key.sign(digest, mechanism=Mechanism.ECDSA)
        return encode_dss_signature(int.from_bytes(value[:P256_BYTES]), int.from_bytes(value[P256_BYTES:]))

    def sign_all(self, many: Sequence[bytes]) -> list[bytes]:
        """``sign`` for each."""
        return [self.sign(data) for data in many]


class Tokens:
    """The tokens that the vendor's library ``module`` reaches; wrong PINs are counted in ``directory``."""

    def __init__(self, module: str, directory: Path) -> None:
        self.module = module
        self.directory = directory

    def present(self) -> list[Found]:
        """The tokens that are plugged in now, by label."""
        with _lock, _said(""):
            tokens = [slot.get_token() for slot in _library(self.module).get_slots(token_present=True)]
        found = [Found(one.label, one.manufacturer_id, one.serial.decode()) for one in tokens if one.label]
        return sorted(found, key=lambda one: one.label)

    def keys(self, serial: str, pin: str, trust: Trust) -> list[TokenKey]:
        """The keys of a token with a certificate for signing documents. Raises what ``open`` raises."""
        with _lock:
            opened = self._unlocked(serial, pin)
            with _said(serial):
                ders = [
                    (bytes(one[Attribute.ID]).hex(), bytes(one[Attribute.VALUE]))
                    for one in opened.session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
                ]
                owned = {bytes(one.id).hex() for one in opened.session.get_objects(_PRIVATE)}
        every = tuple(der for _id, der in ders)
        made = (self._signer(serial, id_, der, every, trust) for id_, der in ders if id_ in owned)
        return [one for one in made if one]

    def open(self, serial: str, id_: str, pin: str, trust: Trust) -> TokenKey:
        """The signer behind a key. Raises ``WrongPin``, ``KeyLocked``, ``KeyAway`` or ``KeyUnusable``."""
        key = next((one for one in self.keys(serial, pin, trust) if one.id == id_), None)
        if key is None:
            raise KeyUnusable(
                _("Token không còn chứa khoá này."), hint=_("Đăng ký lại chứng thư trên token."), code="key_gone"
            )
        refuse_untrusted(key.certificate, key.chain, trust)
        return key

    def _signer(self, serial: str, id_: str, der: bytes, every: tuple[bytes, ...], trust: Trust) -> TokenKey | None:
        certificate = described(der)
        algorithm = algorithm_of(load_all([der])[0].public_key()) if certificate else None
        if certificate is None or algorithm is None:
            return None
        return TokenKey(self.module, serial, id_, certificate, between(trust, der, every), algorithm, trust)

    def _unlocked(self, serial: str, pin: str) -> _Session:
        """The session of a token, for who knows its PIN; an idle one is opened anew: the PIN may have changed."""
        tries = Tries(self.directory / f"{hashlib.sha256(serial.encode()).hexdigest()[:32]}.tries", MAX_WRONG)
        tries.refuse_if_spent()
        proof = hmac.digest(_salt, pin.encode(), "sha256")
        opened = _open.get(serial)
        if opened and time.monotonic() - opened.used < IDLE_SECONDS:
            if not hmac.compare_digest(opened.pin, proof):
                raise tries.wrong(pin=pin)
            if _alive(opened):
                return opened
        if tries.was_wrong(pin):
            raise tries.wrong(pin=pin)
        forget(serial)
        with _said(serial):
            token = self._token(serial)
            refuse_last_try(token.flags)
            try:
                session = token.open(user_pin=pin)
            except WRONG_PIN:
                raise tries.wrong(warning_of(self._token(serial).flags), pin) from None
        tries.forget()
        _open[serial] = _Session(session, proof, time.monotonic())
        return _open[serial]

    def _token(self, serial: str) -> pkcs11.Token:
        """The token; as a last resort the library is started anew, which closes what is open."""
        library = _library(self.module)
        for again in (False, True):
            if again:
                for other in list(_open):
                    forget(other)
                library.reinitialize()
            try:
                return library.get_token(token_serial=serial.encode())
            except exceptions.PKCS11Error:
                continue
        raise exceptions.TokenNotPresent


def forget(serial: str) -> None:
    """Close the session of a token, if it is open."""
    with _lock:
        opened = _open.pop(serial, None)
        if opened:
            try:
                opened.session.close()
            except exceptions.PKCS11Error:  # its token is gone
                return


def refuse_last_try(flags: TokenFlag) -> None:
    """Raises ``KeyLocked`` where the token is locked, or where one more wrong PIN would lock it for good."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        raise _locked()
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        raise KeyLocked(
            _("Token báo chỉ còn MỘT lần nhập mã PIN; hệ thống không thử, để token không bị khoá hẳn."),
            hint=_("Mở token một lần bằng phần mềm của nhà cung cấp với đúng mã PIN, rồi ký lại ở đây."),
            code="last_try",
        )


def warning_of(flags: TokenFlag) -> str:
    """What a token says of the tries that are left on itself; PKCS #11 gives no number."""
    if flags & TokenFlag.USER_PIN_LOCKED:
        return _("Token đã khoá: cần mã PUK của tổ chức cấp chứng thư.")
    if flags & TokenFlag.USER_PIN_FINAL_TRY:
        return _("Token báo: sai thêm MỘT lần nữa là khoá hẳn.")
    return _("Token báo: nhập sai thêm nữa sẽ khoá hẳn.") if flags & TokenFlag.USER_PIN_COUNT_LOW else ""


_PRIVATE = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}


def _alive(opened: _Session) -> bool:
    """Whether the token still answers and shows its private keys."""
    try:
        return any(True for _one in opened.session.get_objects(_PRIVATE))
    except exceptions.PKCS11Error:
        return False


def _key(opened: _Session, id_: str) -> pkcs11.PrivateKey:
    opened.keys[id_] = opened.session.get_key(object_class=ObjectClass.PRIVATE_KEY, id=bytes.fromhex(id_))
    return opened.keys[id_]


def _locked() -> KeyLocked:
    return KeyLocked(
        _("Token đã bị khoá vì nhập sai mã PIN quá nhiều lần."),
        hint=_("Liên hệ tổ chức cấp chứng thư để mở khoá bằng mã PUK."),
        code="token_locked",
    )


@contextmanager
def _said(serial: str) -> Iterator[None]:
    """What a token answers, in words. A session that failed is not used again."""
    try:
        yield
    except exceptions.PinLocked:
        raise _locked() from None
    except exceptions.PKCS11Error as error:
        forget(serial)
        raise KeyAway(
            _("Không thấy token ký số, hoặc token vừa bị rút ra."),
            hint=_("Cắm lại token vào máy chủ rồi ký tiếp; những gì đã ký xong vẫn giữ nguyên."),
            code="token_missing",
        ) from error


@cache
def _library(module: str) -> pkcs11.lib:
    try:
        return pkcs11.lib(module)
    except (exceptions.PKCS11Error, RuntimeError, OSError):
        raise KeyUnusable(
            _("Máy chủ không mở được thư viện của token: %(path)s.") % {"path": module},
            hint=_("Người quản trị cài phần mềm của nhà cung cấp token và kiểm tra KHUEVAN_TOKEN_LIBRARY."),
            code="token_library",
        ) from None
