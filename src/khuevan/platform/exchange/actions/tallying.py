"""Counts of a round by school and kind, as the log keeps them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..queries.waiting import Waiting
from ..rules.outcomes import Counts
from .answering import INVALID, Said
from .logging import Line, log_lines, status_of

Place = tuple[int, str, str, str]


@dataclass
class _Numbers:
    received: int = 0
    pushed: int = 0
    accepted: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass
class Tally:
    """What came of a round so far; `log` writes down the places that moved since the last time."""

    partner_id: int
    places: dict[Place, _Numbers] = field(default_factory=dict)
    moved: set[Place] = field(default_factory=set)

    def count(self, batch: Iterable[Waiting], said: Sequence[Said]) -> None:
        """Add what became of some records of a batch."""
        verdicts = {one.delivery_id: one for one in said}
        for one in batch:
            if found := verdicts.get(one.delivery_id):
                place = (one.school_id, one.school_code, one.school_name, one.kind)
                self._add(self.places.setdefault(place, _Numbers()), found)
                self.moved.add(place)

    @staticmethod
    def _add(numbers: _Numbers, found: Said) -> None:
        numbers.received += 1
        numbers.pushed += found.verdict != INVALID
        numbers.accepted += found.is_held
        numbers.failed += not found.is_held
        if not found.is_held:
            numbers.reasons[found.reason] += 1

    def log(self, at: datetime) -> None:
        """Write the lines that moved."""
        log_lines([self._line(place) for place in sorted(self.moved)], at)
        self.moved.clear()

    def _line(self, place: Place) -> Line:
        school_id, code, name, kind = place
        found = self.places[place]
        counts = Counts(found.received, found.pushed, found.accepted, found.failed)
        detail = found.reasons.most_common(1)[0][0] if found.reasons else ""
        return Line(self.partner_id, school_id, code, name, kind, status_of(counts), counts, detail)
