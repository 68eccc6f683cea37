"""A set of fingerprints in few bytes: Golomb–Rice coded differences of sorted numbers.

A fingerprint is the first 48 bits of a SHA-256. Sorted, they lie evenly over 2^48; each is told by its distance from
the one before, quotient in unary (ones, then a zero), remainder in ``k`` bits, the most significant bit first.
With n members among m asked ones, the chance that any innocent one is taken for a member is n·m / 2^48.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BITS = 48
BYTES = BITS // 8


@dataclass(frozen=True, slots=True)
class Packed:
    """``count`` fingerprints, their differences written with remainders of ``k`` bits."""

    count: int
    k: int
    data: bytes


def fingerprint(digest: bytes) -> int:
    """The 48 bits of a digest by which a set knows it."""
    return int.from_bytes(digest[:BYTES])


def pack(members: Iterable[int]) -> Packed:
    """The set of fingerprints, each once."""
    ordered = sorted(set(members))
    if not ordered:
        return Packed(0, 0, b"")
    k = max(0, ((1 << BITS) // len(ordered)).bit_length() - 1)
    bits = "".join(_coded(high - low, k) for low, high in zip([0, *ordered], ordered, strict=False))
    padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return Packed(len(ordered), k, int(padded, 2).to_bytes(len(padded) // 8))


def unpack(packed: Packed) -> Iterator[int]:
    """The fingerprints, in order."""
    bits = "".join(f"{byte:08b}" for byte in packed.data)
    at, last = 0, 0
    for _ in range(packed.count):
        end = bits.index("0", at)
        quotient, at = end - at, end + 1
        remainder = int(bits[at : at + packed.k] or "0", 2)
        at += packed.k
        last += quotient << packed.k | remainder
        yield last


def _coded(difference: int, k: int) -> str:
    remainder = f"{difference & (1 << k) - 1:0{k}b}" if k else ""
    return "1" * (difference >> k) + "0" + remainder
