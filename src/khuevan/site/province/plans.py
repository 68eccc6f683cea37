"""How big a province is: which schools, with how many classes of how many pupils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .dice import Dice

PRESCHOOL, PRIMARY, LOWER, UPPER = "01", "02", "03", "04"
STAGES = {PRESCHOOL: (-2, -1, 0), PRIMARY: (1, 2, 3, 4, 5), LOWER: (6, 7, 8, 9), UPPER: (10, 11, 12)}
"""Years of school by level: 1 to 12 are grades, -2 to 0 the three years of kindergarten."""
OLDEST = 0
"""The year of kindergarten before grade 1."""
NEIGHBOURHOOD = (LOWER, PRIMARY, LOWER, PRIMARY, PRESCHOOL, UPPER)
"""Levels of the schools that exchange pupils; the personas live at the first three."""
WHOLE = 24
"""From how many schools on it is a whole province."""
Sizes = Mapping[str, tuple[tuple[int, int], tuple[int, int]]]
"""By level: fewest and most classes of a grade, fewest and most pupils of a class."""
_SIZES: Sizes = {
    PRESCHOOL: ((2, 4), (24, 30)),
    PRIMARY: ((3, 4), (29, 34)),
    LOWER: ((3, 5), (36, 41)),
    UPPER: ((4, 6), (38, 43)),
}
_PRESCHOOL_GRADES = {-2: 16, -1: 17, 0: 18}
"""Grades of kindergarten in the sector database's list (DM_KHOI): 16, 17, 18."""


@dataclass(frozen=True)
class SchoolPlan:
    """A school of a level: classes of each stage and pupils in each class."""

    level: str
    classes: dict[int, int]
    pupils: int


@dataclass(frozen=True)
class Plan:
    """Neighbourhoods of schools, and whether they have marks and the story's classes keys and transcripts."""

    neighbourhoods: tuple[tuple[SchoolPlan, ...], ...]
    marks: bool
    papers: bool = False
    whole: bool = False
    """Whether classes, posts and families are by the `norms` of a whole province."""

    @property
    def schools(self) -> int:
        return sum(map(len, self.neighbourhoods))


def grade_of(stage: int) -> int:
    """The grade as the class has it."""
    return _PRESCHOOL_GRADES.get(stage, stage)


def birth_year(stage: int, year: int) -> int:
    """When a pupil of a stage in a school year was born, if everything went as usual: grade 1 at six."""
    return year - 5 - stage


def tiny_plan() -> Plan:
    """Five small schools for tests, without marks."""
    plans = (
        SchoolPlan(LOWER, dict.fromkeys(STAGES[LOWER], 1), 8),
        SchoolPlan(PRIMARY, dict.fromkeys(STAGES[PRIMARY], 1), 6),
        SchoolPlan(LOWER, {6: 1, 7: 1}, 6),
        SchoolPlan(PRESCHOOL, {0: 1}, 6),
        SchoolPlan(UPPER, {10: 1}, 8),
    )
    return Plan((plans,), marks=False)


def province_plan(schools: int, seed: int) -> Plan:
    """Neighbourhoods of six schools; the last one has what remains. From `WHOLE` schools on by the `norms`, about 3,570
    pupils each; smaller provinces have about 3,000 each and are as they have always been."""
    from .norms import whole_neighbourhood

    dice, step = Dice(seed, "plan"), len(NEIGHBOURHOOD)
    levels = [NEIGHBOURHOOD[n % step] for n in range(schools)]
    groups = [levels[n : n + step] for n in range(0, schools, step)]
    whole = schools >= WHOLE
    plan = whole_neighbourhood if whole else _neighbourhood
    return Plan(tuple(plan(group, dice) for group in groups), marks=True, papers=True, whole=whole)


def planned_school(level: str, dice: Dice, sizes: Sizes) -> SchoolPlan:
    """A school of a level with as many classes of as many pupils as chance gives it."""
    (fewest, most), (small, large) = sizes[level]
    count = dice.py.randint(fewest, most)
    return SchoolPlan(level, dict.fromkeys(STAGES[level], count), dice.py.randint(small, large))


def _neighbourhood(levels: Sequence[str], dice: Dice) -> tuple[SchoolPlan, ...]:
    return tuple(planned_school(level, dice, _SIZES) for level in levels)
