"""Which rules hold for which grade in which year, with their legal basis.

A regulation is introduced grade by grade. An amendment is a further ``RuleSet`` with a later start: classes
of earlier years keep the set they were graded by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from khuevan.kernel.dates import format_date, school_year_of

from .tt22_2021 import LevelRules, YearRules
from .tt27_2020 import Rules as PrimaryRules


@dataclass(frozen=True, slots=True)
class SecondaryRules:
    """Parameters of ``tt22_2021``."""

    levels: LevelRules = field(default_factory=LevelRules)
    year: YearRules = field(default_factory=YearRules)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A dated set of assessment rules.

    ``first_year`` says for each grade in which school year (its first calendar year) the set begins to hold;
    ``last_year`` ends it for all grades. ``params`` belong to the module of the regulation.
    """

    code: str
    title: str
    issued_on: date
    effective_on: date
    first_year: Mapping[int, int] = field(hash=False)
    params: SecondaryRules | PrimaryRules
    last_year: int | None = None

    @property
    def legal_basis(self) -> str:
        """The line that every computed document prints."""
        return (
            f"{self.title} ngày {format_date(self.issued_on)} của Bộ trưởng Bộ Giáo dục và Đào tạo, "
            f"có hiệu lực từ ngày {format_date(self.effective_on)}"
        )

    @property
    def is_primary(self) -> bool:
        """Whether pupils are assessed by completion (TT 27) and not by marks and averages (TT 22)."""
        return isinstance(self.params, PrimaryRules)

    def holds(self, grade: int, year: int) -> bool:
        """Whether a grade is assessed by this set in a school year."""
        first = self.first_year.get(grade)
        return first is not None and first <= year and (self.last_year is None or year <= self.last_year)


TT22_2021: Final = RuleSet(
    code="TT22-2021",
    title="Thông tư 22/2021/TT-BGDĐT",
    issued_on=date(2021, 7, 20),
    effective_on=date(2021, 9, 5),
    first_year={6: 2021, 7: 2022, 10: 2022, 8: 2023, 11: 2023, 9: 2024, 12: 2024},
    params=SecondaryRules(),
)
TT27_2020: Final = RuleSet(
    code="TT27-2020",
    title="Thông tư 27/2020/TT-BGDĐT",
    issued_on=date(2020, 9, 4),
    effective_on=date(2020, 10, 20),
    first_year={1: 2020, 2: 2021, 3: 2022, 4: 2023, 5: 2024},
    params=PrimaryRules(),
)
RULE_SETS: Final = (TT27_2020, TT22_2021)


def rule_set(grade: int, year: int, sets: tuple[RuleSet, ...] = RULE_SETS) -> RuleSet:
    """The set that holds for a grade in a school year (2025 = 2025–2026); of several, the latest.

    Raises ``LookupError`` where none holds, such as a grade before its turn in the 2018 curriculum.
    """
    holding = [one for one in sets if one.holds(grade, year)]
    if not holding:
        raise LookupError(f"no assessment rules for grade {grade} in {year}–{year + 1}")
    return max(holding, key=lambda one: (one.first_year[grade], one.effective_on))


def rule_set_on(grade: int, day: date, sets: tuple[RuleSet, ...] = RULE_SETS) -> RuleSet:
    """The set that holds for a grade in the school year of a day."""
    return rule_set(grade, school_year_of(day), sets)


def by_code(code: str, sets: tuple[RuleSet, ...] = RULE_SETS) -> RuleSet:
    """The set with a code that a record names. Raises ``LookupError``."""
    for one in sets:
        if one.code == code:
            return one
    raise LookupError(f"no assessment rules are called {code!r}")
