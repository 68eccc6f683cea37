"""Chance that falls the same way for the same seed."""

import random
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

SERIALS = 10**9
_BORN = int(datetime(2025, 8, 1, tzinfo=UTC).timestamp() * 1000)


class Dice:
    """One stream of chance for one purpose: ``Dice(seed, "families", 3)`` never depends on another stream."""

    def __init__(self, seed: int, *path: object) -> None:
        self.py = random.Random("/".join(map(str, (seed, *path))))  # noqa: S311 - synthetic people, not secrets
        self.np = np.random.default_rng(self.py.getrandbits(64))

    def uid(self, number: int) -> UUID:
        """A version 7 UUID whose time part grows with ``number`` (RFC 9562 §5.7)."""
        noise = self.py.getrandbits(74)
        high, low = noise >> 62, noise & (2**62 - 1)
        return UUID(int=((_BORN + number) << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low)

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.py.random() < probability


class Scatter:
    """A one-to-one map of 0 … 10^9-1 onto itself: serial numbers without an order that anybody could read."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(f"scatter/{seed}")  # noqa: S311
        self.factor = dice.randrange(10**8) * 10 + 7  # ends in 7: no common divisor with 10^9
        self.offset = dice.randrange(SERIALS)

    def __call__(self, number: int) -> int:
        return (number * self.factor + self.offset) % SERIALS
