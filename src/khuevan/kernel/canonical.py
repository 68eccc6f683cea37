"""One byte sequence per value, so that a hash or a signature means the same on every machine.

JSON as in RFC 8785: keys sorted by UTF-16 code units, no spaces, UTF-8. Numbers are integers only; a float
here is a mistake of the programmer and raises ``TypeError``.
"""

import hashlib
import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

_PLAIN = {str, int, bool, type(None)}
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def canonical_json(value: Any) -> bytes:
    """The bytes of dicts, lists, tuples, strings, ints, bools and None; UUIDs and dates become text."""
    return _ENCODER.encode(_plain(value)).encode()


def sha256(value: Any) -> bytes:
    """The 32-byte SHA-256 of a value's canonical bytes."""
    return hashlib.sha256(canonical_json(value)).digest()


def sha256_hex(value: Any) -> str:
    """The same in 64 hexadecimal digits."""
    return sha256(value).hex()


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, dict):
        return {key: one if type(one := value[key]) in _PLAIN else _plain(one) for key in _in_order(tuple(value))}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str | int):  # enumerations and other named constants
        return str.__str__(value) if isinstance(value, str) else int(value)
    return _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError("a datetime without time zone has no canonical form")
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


@lru_cache(maxsize=1024)
def _in_order(keys: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys of records are few, and the same for each of thousands."""
    return tuple(sorted(keys, key=_utf16))


def _utf16(key: Any) -> bytes:
    if not isinstance(key, str):
        raise TypeError(f"canonical keys are strings, not {type(key).__name__}")
    return key.encode("utf-16-be")
