"""How many lessons a week a teacher owes, and what a homeroom takes off (Thông tư 05/2025/TT-BGDĐT).

Định mức tiết dạy: the average number of lessons a week of a teacher at a primary (TH), lower secondary (THCS) or upper
secondary (THPT) school; a homeroom teacher (GVCN) teaches fewer. Other duties are data of the school (`Duty`), because
what they take off depends on the school's decision. Whoever teaches in two stages of one school owes the norm of the
lower of them only where they teach nothing above; otherwise the norm of the highest stage that they teach holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Stage = Literal["primary", "lower", "upper"]
WEEKS: Final = 35
"""Weeks of teaching in a year (TT 32/2018/TT-BGDĐT)."""
_LAST_GRADE: Final[tuple[tuple[int, Stage], ...]] = ((5, "primary"), (9, "lower"), (12, "upper"))


@dataclass(frozen=True, slots=True)
class Norms:
    """Lessons a week by stage, and what a homeroom takes off, from a day on."""

    title: str
    effective_on: date
    lessons: Mapping[Stage, int] = field(hash=False)
    homeroom: Mapping[Stage, int] = field(hash=False)

    @property
    def legal_basis(self) -> str:
        """The line under a computed load."""
        return f"{self.title}, có hiệu lực từ ngày {self.effective_on:%d/%m/%Y}"


TT_05_2025: Final = Norms(
    "Thông tư 05/2025/TT-BGDĐT",
    date(2025, 4, 22),
    lessons={"primary": 23, "lower": 19, "upper": 17},
    homeroom={"primary": 3, "lower": 4, "upper": 4},
)
NORMS: Final = (TT_05_2025,)


@dataclass(frozen=True, slots=True)
class Load:
    """A teacher's week in tenths of a lesson: what is taught, what is taken off, what is owed; over and under it."""

    taught: int
    off: int
    norm: int

    @property
    def counted(self) -> int:
        """Taught and taken off together."""
        return self.taught + self.off

    @property
    def over(self) -> int:
        """Tenths of a lesson above the norm; negative below it, 0 for who owes nothing."""
        return self.counted - self.norm if self.norm else 0

    @property
    def under(self) -> int:
        """Tenths of a lesson below the norm."""
        return max(0, -self.over)


def norms_on(day: date, known: tuple[Norms, ...] = NORMS) -> Norms:
    """The norms that hold on a day; before the first, the first."""
    holding = [one for one in known if one.effective_on <= day]
    return max(holding or known[:1], key=lambda one: one.effective_on)


def stage(grade: int) -> Stage | None:
    """The stage of a grade; ``None`` for kindergarten, whose hours another circular sets."""
    return next((name for last, name in _LAST_GRADE if 1 <= grade <= last), None)


def load(lessons: Iterable[tuple[int, int]], homerooms: Iterable[int], duties: int, norms: Norms = TT_05_2025) -> Load:
    """The week of one teacher.

    ``lessons``: (grade, lessons in the year) of each class subject; ``homerooms``: grades of the classes that the
    teacher leads; ``duties``: lessons a week that other duties take off.
    """
    taught, led = list(lessons), list(homerooms)
    stages = [found for grade in [*(grade for grade, _lessons in taught), *led] if (found := stage(grade))]
    order = [name for _last, name in _LAST_GRADE]
    owed = norms.lessons[max(stages, key=order.index)] if stages else 0
    off = sum(norms.homeroom[found] for grade in led if (found := stage(grade)))
    yearly = sum(lessons for grade, lessons in taught if stage(grade))
    return Load(round(yearly * 10 / WEEKS), (off + duties) * 10, owed * 10)
