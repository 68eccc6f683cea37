"""What was measured of the whole province, as tables."""

import statistics
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .. import report
from ..aims import Aim
from ..machine import PEERS_SIGNS
from ..measure import Results, Run
from ..scenarios import CLASS_LIST, COLUMN, READ_BOOK
from ..tables import Table, number
from .board import VIEW, WAY, Board
from .pages import MARKS
from .playing import Played
from .results_day import LIMIT, Rush
from .sides import Side

TIMES = 1.5
"""The most that a page may take at full size, in processor times of the same page at six schools."""
PEERS = report.PEERS | {"Trang đầu của hiệu trưởng": 2000 / 73, "Một học bạ": 2000 / 329}
"""Milliseconds of processor time of the fastest peer; a transcript beside its page of a pupil's final results."""
INSTALLED = {
    READ_BOOK: 2000 / 80,
    "Trang đầu của giáo viên": 2000 / 106,
    CLASS_LIST: 2000 / 133,
    "Trang đầu của cha mẹ": 2000 / 125,
    "Mọi điểm của một con": 2000 / 49,
    COLUMN: 41,
    "Trang đầu của hiệu trưởng": 2000 / 73,
    "Một học bạ": 2000 / 136,
}
"""The same before it is tuned."""
BOARD = "Trung tâm điều hành"


class Line(NamedTuple):
    """A page at both sizes: runs with eight callers and with one, statements, how often faster than a peer's, tuned and
    as it is installed, and seconds of the first opening."""

    title: str
    small: list[Run]
    large: list[Run]
    alone: list[Run]
    asked: tuple[int | None, int | None]
    peer: float | None
    installed: float | None
    first: float | None

    @property
    def times(self) -> float:
        """Processor time at full size by that at six schools."""
        return statistics.median(b.cpu / a.cpu for a, b in zip(self.small, self.large, strict=True))

    @property
    def grows(self) -> bool:
        """Whether it asks more at full size."""
        few, many = self.asked
        return few is not None and many is not None and many > few


def lines(
    results: Results,
    small: Mapping[str, int],
    large: Mapping[str, int],
    names: Mapping[str, tuple[str, str]],
    first: Mapping[str, float],
) -> list[Line]:
    """A line for each title of ``names``, which says how the results call it at both sizes."""
    speed = statistics.median(results.signs) / PEERS_SIGNS if results.signs else None
    found = []
    for title, (one, two) in names.items():
        many = results.together[two]
        cpu = statistics.median(run.cpu for run in many)
        beside = [peers[title] / (cpu * speed) if speed and title in peers else None for peers in (PEERS, INSTALLED)]
        asked = small.get(title), large.get(title)
        found.append(Line(title, results.together[one], many, results.alone[two], asked, *beside, first.get(title)))
    return found


def pages(found: Iterable[Line], schools: int, few: int) -> Table:
    """A line each; waits in milliseconds."""
    waits = ["p50", "p99", "p50 một mình", "p99 một mình", "lần đầu"]
    head = [
        "trang",
        "lượt/giây",
        *waits,
        "CPU",
        f"CPU ở {few} trường",
        "gấp",
        "truy vấn",
        "kB",
        "gấp đối thủ",
        "như cài đặt",
    ]
    table = [[f"{head[0]} ({schools} trường)", *head[1:]]]
    for one in found:
        values = [statistics.median(run.rate for run in one.large)]
        values += [report.late(runs, share) for runs in (one.large, one.alone) for share in (0.5, 0.99)]
        cpu = [number(statistics.median(run.cpu for run in runs)) for runs in (one.large, one.small)]
        first = "" if one.first is None else number(1000 * one.first)
        few_, many = one.asked
        asked = "" if many is None else str(many) if few_ == many else f"{few_} → {many}{' (!)' if one.grows else ''}"
        size = number(one.large[0].size / 1000)
        peers = ["" if peer is None else number(peer) for peer in (one.peer, one.installed)]
        times = number(one.times) + (" (!)" if one.times > TIMES else "")
        table.append([one.title, *map(number, values), first, *cpu, times, asked, size, *peers])
    return table


def aims(found: list[Line], few: int, seen: Board, rushes: list[Rush], played: list[Played]) -> Table:
    """A line an aim: what, how much is wanted, what was measured, met or missed."""
    head = ["mục tiêu", "cần", "đo được", ""]
    every = [*_pages(found, few), *_seen(found, seen), *_rushes(rushes), *_played(played)]
    return [head, *([what, wanted, got, "đạt" if met else "**chưa đạt**"] for what, wanted, got, met in every)]


def _pages(found: list[Line], few: int) -> Iterable[Aim]:
    over = [one for one in found if one.times > TIMES]
    worst = max(found, key=lambda one: one.times)
    said = f"{len(found) - len(over)} trong {len(found)} trang; nhiều nhất {number(worst.times)} ({worst.title})"
    yield f"CPU của mỗi trang gấp {few} trường", f"≤ {number(TIMES)}", said, not over
    more = [one.title for one in found if one.grows]
    yield "số truy vấn của mỗi trang", "không tăng", ", ".join(more) or "không trang nào tăng", not more
    for one in found:
        if one.peer is not None:
            wanted = 3 if one.title in MARKS else 1
            yield f"{one.title}: nhanh gấp đối thủ", f"> {wanted}", number(one.peer), one.peer > wanted


def _seen(found: list[Line], seen: Board) -> Iterable[Aim]:
    wanted = f"< {1000 * VIEW:.0f} ms"
    for one in found:
        if one.title == BOARD:
            middle = report.late(one.alone, 0.5)
            yield f"{BOARD}: mở trang đầu, p50", wanted, f"{number(middle)} ms", middle < 1000 * VIEW
    after = statistics.median(seen.after)
    yield f"{BOARD}: ngay sau khi số đổi, p50", wanted, f"{number(1000 * after)} ms", after < VIEW
    longest = max(seen.ways)
    yield "một con điểm đổi đến số của tỉnh, lâu nhất", f"< {WAY:.0f} s", f"{number(longest)} s", longest < WAY


def _rushes(rushes: list[Rush]) -> Iterable[Aim]:
    for one in rushes:
        late = one.within(0.99)
        said = f"{one.wrong} lỗi, p99 {number(1000 * late)} ms"
        wanted = f"0 lỗi, p99 < {1000 * LIMIT:.0f} ms"
        yield f"{one.families} gia đình {one.title}", wanted, said, not one.wrong and late < LIMIT


def _played(played: list[Played]) -> Iterable[Aim]:
    for one in played:
        yield "năm học chạy nhanh trong lúc đo", "0 lỗi", f"{one.errors} lỗi, {one.saves} lần lưu", not one.errors


def meanwhile(quiet: Results, busy: Results, names: Mapping[str, str]) -> Table:
    """Pages alone and by eight callers, without and with a year that is played on; milliseconds."""
    head = ["trong lúc năm học chạy", "p50", "p99", "p50 khi yên", "p99 khi yên"]
    table = [head]
    for title, name in names.items():
        waits = [report.late(each.together[name], share) for each in (busy, quiet) for share in (0.5, 0.99)]
        table.append([title, *map(number, waits)])
    return table


def room(small: Side, large: Side) -> Table:
    """Bytes on disk and in memory (PSS)."""
    sides = small, large
    memory = list(dict.fromkeys(name for one in sides for name in one.memory))
    return [
        ["chỗ", *(f"{one.schools} trường" for one in sides)],
        ["học sinh × năm học", *(str(one.pupil_years) for one in sides)],
        ["cơ sở dữ liệu, MB", *(number(one.bytes / 1e6) for one in sides)],
        ["kB mỗi học sinh, mỗi năm", *(number(one.bytes / one.pupil_years / 1000) for one in sides)],
        *(
            [f"{name}, MB", *(number(one.memory[name]) if name in one.memory else "" for one in sides)]
            for name in memory
        ),
    ]
