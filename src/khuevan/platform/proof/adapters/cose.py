"""Statements as text for QR codes: CBOR (RFC 8949), COSE_Sign1 with ES256 (RFC 9052, 9053), zlib, Base45.

The layers are those of the EU's health certificates, so that their readers' libraries read ours.
"""

import io
import zlib
from collections.abc import Mapping
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.utils.translation import gettext as _

from ..ports import PREFIX, Flaw, NotGenuine, Statement
from ..rules import base45
from . import proof_key

SIGN1, ALGORITHM, KEY_ID, ES256 = 18, 1, 4, -7
MOST = 20_000
"""Bytes: no statement is larger, so nothing that blows up when it is inflated is read to its end."""


def seal(said: Mapping[int, Any]) -> str:
    """The signed text of a statement; the same statement and key give the same text."""
    key = proof_key.signing_key()
    id_ = bytes.fromhex(proof_key.key_id(key.public_key()))
    protected = _written({ALGORITHM: ES256, KEY_ID: id_})
    payload = _written(said)
    value = key.sign(_to_be_signed(protected, payload), ECDSA(SHA256(), deterministic_signing=True))
    r, s = decode_dss_signature(value)
    message = cbor2.CBORTag(SIGN1, [protected, {}, payload, r.to_bytes(32) + s.to_bytes(32)])
    return PREFIX + base45.encode(zlib.compress(_written(message), 9))


def unseal(text: str) -> Statement:
    """The statement of a text. Raises ``NotGenuine``."""
    try:
        protected, payload, value = _parts(text)
        heading, said = _read(protected), _read(payload)
        if heading[ALGORITHM] != ES256 or not isinstance(said, dict) or len(value) != 64:
            raise ValueError("not a statement of this kind")
        id_ = heading[KEY_ID].hex()
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error, cbor2.CBORDecodeError):
        raise _refusal("not_a_statement") from None
    public = proof_key.public_key(id_)
    if public is None:
        raise _refusal("unknown_key")
    signature = encode_dss_signature(int.from_bytes(value[:32]), int.from_bytes(value[32:]))
    try:
        public.verify(signature, _to_be_signed(protected, payload), ECDSA(SHA256()))
    except InvalidSignature:
        raise _refusal("bad_signature") from None
    return Statement(said, id_)


def _parts(text: str) -> tuple[bytes, bytes, bytes]:
    """Protected header, payload and signature value; nothing else may stand in the text."""
    if not text.startswith(PREFIX):
        raise ValueError("another kind of code")
    inflating = zlib.decompressobj()
    data = inflating.decompress(base45.decode(text.removeprefix(PREFIX)), MOST)
    if not inflating.eof or inflating.unused_data:
        raise ValueError("cut off, too large, or followed by something")
    message = _read(data)
    if not isinstance(message, cbor2.CBORTag) or message.tag != SIGN1:
        raise ValueError("not a COSE_Sign1")
    protected, unprotected, payload, value = message.value
    if unprotected or not all(isinstance(part, bytes) for part in (protected, payload, value)):
        raise ValueError("not of our form")
    return protected, payload, value


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure of RFC 9052, section 4.4."""
    return _written(["Signature1", protected, b"", payload])


def _written(value: Any) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _read(data: bytes) -> Any:
    stream = io.BytesIO(data)
    value = cbor2.load(stream)
    if stream.read(1):
        raise ValueError("something follows")
    return value


def _refusal(flaw: Flaw) -> NotGenuine:
    said = {
        "not_a_statement": _("Mã này không phải mã QR có chữ ký của học bạ, hoặc đọc thiếu ký tự."),
        "unknown_key": _("Mã QR được ký bằng khoá mà hệ thống này không biết."),
        "bad_signature": _("Chữ ký của mã QR không đúng: nội dung trong mã đã bị sửa."),
    }
    hint = _("Quét lại toàn bộ mã vuông lớn, đủ sáng, không bị loá.") if flaw == "not_a_statement" else ""
    return NotGenuine(flaw, said[flaw], hint)
