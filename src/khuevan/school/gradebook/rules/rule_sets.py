"""Which rules hold for which grade in which year, with their legal basis.

A regulation is introduced grade by grade. An amendment is a further ``RuleSet`` with a later start, registered from a
module or from JSON (``set_files``): classes of earlier years keep the set they were graded by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from khuevan.kernel.dates import format_date, school_year_of

from .preschool import Domain, PreschoolRules
from .tt22_2021 import SecondaryRules
from .tt27_2020 import Rules as PrimaryRules

Params = SecondaryRules | PrimaryRules | PreschoolRules
PRESCHOOL_GRADE: Final = 0
"""Stands for all ages of a preschool, whose classes have the grades 13 to 18."""
_LAST_GRADE: Final = 12
KINDS: Final = {"secondary": SecondaryRules, "primary": PrimaryRules, "preschool": PreschoolRules}
"""The ways to assess, with the parameters that each needs."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A dated set of assessment rules.

    ``first_year`` says for each grade in which school year (its first calendar year) the set begins to hold;
    ``last_year`` ends it for all grades. ``params`` belong to the module of the regulation, which ``kind`` names;
    ``None``: the set is known, its formulas are not (``docs/rules/older.md``).
    """

    code: str
    title: str
    issued_on: date | None
    effective_on: date | None
    first_year: Mapping[int, int] = field(hash=False)
    params: Params | None
    last_year: int | None = None
    kind: str = "secondary"

    @property
    def legal_basis(self) -> str:
        """The line that every computed document prints."""
        if self.issued_on is None or self.effective_on is None:
            return self.title
        return (
            f"{self.title} ngày {format_date(self.issued_on)} của Bộ trưởng Bộ Giáo dục và Đào tạo, "
            f"có hiệu lực từ ngày {format_date(self.effective_on)}"
        )

    @property
    def is_primary(self) -> bool:
        """Whether pupils are assessed by completion (TT 27) and not by marks and averages (TT 22)."""
        return self.kind == "primary"

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
    kind="primary",
)
TT58_2011: Final = RuleSet(
    code="TT58-2011",
    title="Thông tư 58/2011/TT-BGDĐT, sửa đổi, bổ sung bởi Thông tư 26/2020/TT-BGDĐT",
    issued_on=None,
    effective_on=None,
    first_year=dict.fromkeys(range(6, 13), 2020),
    last_year=2023,
    params=None,
)
TT22_2016: Final = RuleSet(
    code="TT22-2016",
    title="Thông tư 22/2016/TT-BGDĐT",
    issued_on=None,
    effective_on=None,
    first_year=dict.fromkeys(range(1, 6), 2016),
    last_year=2023,
    params=None,
    kind="primary",
)
PRESCHOOL: Final = RuleSet(
    code="MN",
    title="Chương trình giáo dục mầm non: theo dõi sự phát triển của trẻ theo năm lĩnh vực",
    issued_on=None,
    effective_on=None,
    first_year={PRESCHOOL_GRADE: 2020},
    params=PreschoolRules(
        domains=(
            Domain("TC", "Thể chất"),
            Domain("NT", "Nhận thức"),
            Domain("NN", "Ngôn ngữ"),
            Domain("TCXH", "Tình cảm – xã hội"),
            Domain("TM", "Thẩm mĩ"),
        )
    ),
    kind="preschool",
)
RULE_SETS: Final = (TT22_2016, TT27_2020, TT58_2011, TT22_2021, PRESCHOOL)
_added: dict[str, RuleSet] = {}


def register(one: RuleSet) -> None:
    """Let a further set hold from its years on; the same set twice changes nothing. Raises ``ValueError`` for a code
    that another set has."""
    if any(one.code == known.code and one != known for known in registered()):
        raise ValueError(f"another set of rules is called {one.code!r}")
    if one not in RULE_SETS:
        _added[one.code] = one


def unregister(code: str) -> None:
    """Forget a set that was registered."""
    _added.pop(code, None)


def registered() -> tuple[RuleSet, ...]:
    """All sets, those of the product first."""
    return (*RULE_SETS, *_added.values())


def rule_set(grade: int, year: int, sets: tuple[RuleSet, ...] | None = None) -> RuleSet:
    """The set that holds for a grade in a school year (2025 = 2025–2026); of several, the latest.

    Raises ``LookupError`` where none holds.
    """
    grade = PRESCHOOL_GRADE if grade > _LAST_GRADE else grade
    holding = [one for one in (registered() if sets is None else sets) if one.holds(grade, year)]
    if not holding:
        raise LookupError(f"no assessment rules for grade {grade} in {year}–{year + 1}")
    return max(holding, key=lambda one: (one.first_year[grade], one.effective_on or date.min))


def rule_set_on(grade: int, day: date, sets: tuple[RuleSet, ...] | None = None) -> RuleSet:
    """The set that holds for a grade in the school year of a day."""
    return rule_set(grade, school_year_of(day), sets)


def by_code(code: str, sets: tuple[RuleSet, ...] | None = None) -> RuleSet:
    """The set with a code that a record names. Raises ``LookupError``."""
    for one in registered() if sets is None else sets:
        if one.code == code:
            return one
    raise LookupError(f"no assessment rules are called {code!r}")
