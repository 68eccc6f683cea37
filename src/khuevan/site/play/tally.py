"""What has been done so far: counts, and how long saves took."""

import threading
from collections import Counter
from dataclasses import dataclass, field

from .deeds import LOOK, Deed


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of all do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass
class Tally:
    """Deeds of a stretch of time; several threads add to it."""

    deeds: Counter[str] = field(default_factory=Counter)
    cells: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, deed: Deed) -> None:
        """One deed more."""
        with self.lock:
            self.refused.update(deed.refused)
            if deed.error:
                self.errors[deed.error] += 1
                return
            self.deeds[deed.kind] += bool(deed.saved) or deed.kind == LOOK
            self.cells += len(deed.saved)
            if deed.seconds:
                self.seconds.append(deed.seconds)

    def wait(self, why: str) -> None:
        """The server was away, for this reason, and is asked again."""
        with self.lock:
            self.waits[why] += 1

    def join(self, other: "Tally") -> None:
        """Add what another has counted."""
        self.deeds += other.deeds
        self.errors += other.errors
        self.refused += other.refused
        self.waits += other.waits
        self.cells += other.cells
        self.seconds += other.seconds

    def said(self, over: float) -> str:
        """One line, for a stretch of ``over`` seconds."""
        done = ", ".join(f"{count} lần {kind}" for kind, count in sorted(self.deeds.items()) if count)
        saves, rate = len(self.seconds), _number(len(self.seconds) / over if over else 0.0)
        times = f"p50 {percentile(self.seconds, 0.5) * 1000:.0f} ms, p99 {percentile(self.seconds, 0.99) * 1000:.0f} ms"
        wrong, refused, waits = (sum(one.values()) for one in (self.errors, self.refused, self.waits))
        rest = f"{wrong} lỗi, {refused} từ chối, {waits} lần chờ máy chủ"
        return f"{done or 'không có việc gì'}; {saves} lần lưu ({rate} lần/giây), {times}; {rest}"

    def reasons(self) -> list[str]:
        """What went wrong, was refused or had to wait, in the server's words, the commonest first."""
        told = (("Lỗi", self.errors), ("Từ chối", self.refused), ("Chờ máy chủ", self.waits))
        return [f"{head}, {times} lần: {why}" for head, counts in told for why, times in counts.most_common(5)]


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
