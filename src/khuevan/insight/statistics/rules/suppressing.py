"""Small cells: what may not be told to everybody, because single people could be recognised (Luật 91/2025/QH15)."""

from collections.abc import Sequence

LEAST = 5
"""Fewer people than this are not told apart."""


def hidden(groups: Sequence[Sequence[int]]) -> set[int]:
    """Places of the groups of one table that must not be told; each group has the counts of people in its formula.

    A group is hidden where a count, or what two of its counts leave between them, is of 1 to 4 people. Where that hides
    just one, it would follow from the total: then the smallest of the others is hidden too.
    """
    found = {place for place, counts in enumerate(groups) if any(map(_small, _told(counts)))}
    others = [place for place, counts in enumerate(groups) if place not in found and any(counts)]
    if len(found) == 1 and others:
        found.add(min(others, key=lambda place: (max(groups[place]), place)))
    return found


def _told(counts: Sequence[int]) -> list[int]:
    """The counts, and every difference of two that a reader could take."""
    return [*counts, *(abs(one - other) for n, one in enumerate(counts) for other in counts[:n])]


def _small(n: int) -> bool:
    return 0 < n < LEAST
