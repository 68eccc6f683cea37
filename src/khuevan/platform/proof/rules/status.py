"""Bitstring Status List v1.0 (W3C): one bit for each credential, compressed, in lists of one size."""

import base64
import gzip
from collections.abc import Iterable

SIZE = 131_072
"""Bits in a list: the least that the standard allows, so that asking for a list does not tell about whom."""


def place_of(number: int) -> tuple[int, int]:
    """Which list, and which bit of it, belongs to the credential of a number."""
    return divmod(number, SIZE)


def encoded_list(indexes: Iterable[int]) -> str:
    """The list in which these bits are set: base64url of gzip, with the multibase letter ``u``."""
    bits = bytearray(SIZE // 8)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()
