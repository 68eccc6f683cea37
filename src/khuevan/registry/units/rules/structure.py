"""Who may run whom, and what a recorded change of units must say.

Luật Giáo dục 43/2019/QH14, Art. 105 (state management); NQ 202/2025/QH15 and Luật 72/2025/QH15 (two levels of local
government since 1/7/2025: no district, hence no Phòng); Luật Giáo dục Art. 47 to 51 (schools are founded,
merged, split and closed by decision of the competent authority).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
LONG_AGO = date(2004, 1, 1)
"""From when on the tree is kept; what was before is not known."""

RUN_BY: dict[str, frozenset[str]] = {
    "ministry": frozenset(),
    "department": frozenset({"ministry"}),
    "district": frozenset({"department"}),
    "commune": frozenset({"department"}),
    "school": frozenset({"ministry", "department", "district", "commune"}),
    "site": frozenset({"school"}),
}
"""Kinds of units that may run a unit of a kind."""


@dataclass(frozen=True)
class Decree:
    """From which day a change holds, by which decision, and a word about it."""

    on: date
    decision: str
    note: str = ""

    @property
    def eve(self) -> date:
        """The last day of what was before."""
        return self.on - timedelta(days=1)


def may_run(parent_kind: str, child_kind: str, on: date) -> bool:
    """Whether a unit of one kind may run one of another on a day. Districts end on 30/6/2025."""
    if parent_kind == "district" and on > LAST_DAY_OF_DISTRICTS:
        return False
    return parent_kind in RUN_BY.get(child_kind, frozenset())


def faults_of(decree: Decree, today: date) -> list[str]:
    """Codes of what a decree lacks: ``decision``, ``future``, ``too_early``."""
    found = []
    if len(decree.decision.strip()) < 3:
        found.append("decision")
    if decree.on > today:
        found.append("future")
    if decree.on <= LONG_AGO:
        found.append("too_early")
    return found


def merge_fault(kinds: Collection[str], into_kind: str, absorbed: int) -> str:
    """Why units may not become one: ``nothing`` to absorb, ``kinds`` that differ, ``ministry``; or ""."""
    if not absorbed:
        return "nothing"
    if set(kinds) | {into_kind} != {into_kind}:
        return "kinds"
    return "ministry" if into_kind == "ministry" else ""
