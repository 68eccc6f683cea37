"""Small drawings beside tables: points of lines for SVG. The table says the same in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..queries.years import SubjectWay

WIDTH, HEIGHT, EDGE = 96, 28, 4


@dataclass(frozen=True)
class Spark:
    """A subject with the points of its line, "" where fewer than two years have marks, and its last point."""

    way: SubjectWay
    points: str
    last: tuple[int, int] | None


def sparks(subjects: Iterable[SubjectWay]) -> list[Spark]:
    """A line a subject: years from left to right, marks 0 to 10 from the bottom to the top."""
    return [_spark(way) for way in subjects]


def _spark(way: SubjectWay) -> Spark:
    step = (WIDTH - 2 * EDGE) / max(1, len(way.tenths) - 1)
    places = [
        (round(EDGE + n * step), round(HEIGHT - EDGE - mark * (HEIGHT - 2 * EDGE) / 100))
        for n, mark in enumerate(way.tenths)
        if mark is not None
    ]
    if len(places) < 2:
        return Spark(way, "", None)
    return Spark(way, " ".join(f"{x},{y}" for x, y in places), places[-1])
