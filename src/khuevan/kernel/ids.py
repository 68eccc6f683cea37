"""Identifiers: time-ordered UUIDs for machines; person and verification codes for people to read aloud."""

import os
import secrets
import threading
import time
from collections.abc import Callable
from uuid import UUID

from khuevan.kernel.errors import Invalid

_COUNTER_MAX = 0xFFF
_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562 §5.7): 48 bits of Unix milliseconds, a 12-bit counter, 62 random bits.

    Strictly increasing within a process, also when the clock stands still or steps back (§6.2, method 1).
    """
    global _last_ms, _counter
    with _lock:
        now = time.time_ns() // 1_000_000
        if now > _last_ms:
            _last_ms, _counter = now, secrets.randbelow(0x400)
        elif _counter < _COUNTER_MAX:
            _counter += 1
        else:
            _last_ms, _counter = _last_ms + 1, 0
        ms, counter = _last_ms, _counter
    low = int.from_bytes(os.urandom(8)) & (2**62 - 1)
    return UUID(int=(ms << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | low)


UUID7_SQL = (
    "encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send("
    "floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid"
)
"""A version 7 UUID made by PostgreSQL 16 and later, for rows that are written by one statement."""


# Damm's quasigroup of order 10: finds every wrong digit and every swap of two neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip

PERSON_PREFIX = "KV"
PERSON_SERIALS = 1_000_000_000


def check_digit(digits: str) -> str:
    """The Damm check digit of a string of decimal digits."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)


def person_code(serial: int) -> str:
    """The lifetime code ``KV`` + nine digits + check digit that belongs to a serial of 0 … 999 999 999."""
    if not 0 <= serial < PERSON_SERIALS:
        raise ValueError(f"person serial out of range: {serial}")
    digits = f"{serial:09d}"
    return PERSON_PREFIX + digits + check_digit(digits)


def new_person_code(randbelow: Callable[[int], int] = secrets.randbelow) -> str:
    """A random lifetime code that says nothing about its bearer. The table's unique key finds clashes."""
    return person_code(randbelow(PERSON_SERIALS))


def parse_person_code(text: str) -> str:
    """The code in its stored form; spaces, hyphens and case are free. Raises ``Invalid`` if mistyped."""
    code = "".join(text.split()).replace("-", "").upper()
    digits = code.removeprefix(PERSON_PREFIX)
    shaped = len(digits) == 10 and digits.isascii() and digits.isdigit()
    if not shaped or check_digit(digits[:-1]) != digits[-1]:
        raise Invalid(
            "Mã người học/nhân sự không đúng.",
            hint=f"Mã gồm {PERSON_PREFIX} và 10 chữ số; hãy kiểm tra lại từng chữ số.",
            code="person_code",
        )
    return PERSON_PREFIX + digits


_VERIFY_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_VERIFY_READ = str.maketrans("OIL", "011")
VERIFY_LENGTH = 12


def new_verify_code(choice: Callable[[str], str] = secrets.choice) -> str:
    """A code of 60 random bits to print under a document, such as ``7K3M-9QXT-2BFA``."""
    return _grouped("".join(choice(_VERIFY_ALPHABET) for _ in range(VERIFY_LENGTH)))


def parse_verify_code(text: str) -> str:
    """A typed verification code in its stored form; O reads as 0, I and L as 1. Raises ``Invalid``."""
    code = "".join(text.split()).replace("-", "").upper().translate(_VERIFY_READ)
    if len(code) != VERIFY_LENGTH or set(code) - set(_VERIFY_ALPHABET):
        raise Invalid(
            "Mã tra cứu không đúng.",
            hint="Mã tra cứu gồm 12 chữ và số, in dưới mã QR, ví dụ 7K3M-9QXT-2BFA.",
            code="verify_code",
        )
    return _grouped(code)


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
