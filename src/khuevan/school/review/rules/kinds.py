"""What a check of a transcript can find, and how heavily it weighs."""

from dataclasses import dataclass

MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: its kind, the Id of the part ("" for the whole) and what exactly, in Vietnamese."""

    kind: str
    part: str
    what: str


ERRORS = ("unreadable", "signature", "unsigned", "seal", "future", "order", "content", "finish", "code", "paper")
"""The document cannot be relied on as it is."""
WARNINGS = ("left", "pupil", "dates", "age")
"""Somebody should look; there may be a good reason."""
KINDS = (*ERRORS, *WARNINGS)
"""In the order in which pages show them. Kinds keep their codes: findings of earlier checks carry them."""


def weigh(found: list[Found]) -> tuple[int, int]:
    """How many errors and how many warnings."""
    errors = sum(one.kind in ERRORS for one in found)
    return errors, len(found) - errors
