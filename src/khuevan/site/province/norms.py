"""A whole province by the norms: how many classes, pupils in each, teachers, guardians; and what that comes to.

Teachers a class with two sessions a day: TT 19/2023/TT-BGDĐT (kindergartens), TT 20/2023/TT-BGDĐT (schools). Pupils a
class: TT 52/2020 (kindergartens; the youngest classes), TT 28/2020 (35, primary), TT 32/2020 (45, secondary).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from .dice import Dice
from .plans import LOWER, PRESCHOOL, PRIMARY, STAGES, UPPER, Plan, SchoolPlan, Sizes, planned_school

SIZES: Sizes = {
    PRESCHOOL: ((3, 4), (21, 23)),
    PRIMARY: ((4, 5), (28, 31)),
    LOWER: ((3, 5), (36, 39)),
    UPPER: ((5, 8), (38, 41)),
}
MOST_PUPILS = {PRESCHOOL: 25, PRIMARY: 35, LOWER: 45, UPPER: 45}
TEACHERS = {PRESCHOOL: 2.2, PRIMARY: 1.5, LOWER: 1.9, UPPER: 2.25}
_DEPUTIES_FROM = 16
"""From how many classes on there is a second deputy (`staff`)."""
GO_ON = 0.85
"""Share of those who finish a school who go on to one of the neighbourhood, in provinces of any size."""
_TENTH_GRADE = 40
CHILDREN = ((1, 0.66), (2, 0.30), (3, 0.04))
"""How many children of a family are at school within the same two years, and how often."""
_GUARDIANS = 1.91
"""Of a family: one of fourteen has a single parent (`families`)."""
_FOUND_A_PLACE = 0.96
"""Children of a family as they come out, beside `CHILDREN`: the last families find no year for a second child."""
ARRIVALS = 0.15
"""Classes into which somebody comes from another province in the middle of the year, in provinces of any size."""


class Heads(NamedTuple):
    """How many people a plan comes to, before anybody is made."""

    pupils: int
    staff: int
    guardians: int


def whole_neighbourhood(levels: Sequence[str], dice: Dice) -> tuple[SchoolPlan, ...]:
    """Schools of these levels; the upper secondary one has classes for those who leave the lower ones."""
    plans = [planned_school(level, dice, SIZES) for level in levels]
    leave = sum(plan.classes[9] * plan.pupils for plan in plans if plan.level == LOWER)
    room = max(1, ceil(GO_ON * leave / _TENTH_GRADE))
    return tuple(
        replace(plan, classes=dict.fromkeys(STAGES[UPPER], room)) if plan.level == UPPER else plan for plan in plans
    )


def heads(plan: Plan) -> Heads:
    """Pupils of this year, staff, and guardians of the pupils of both years, within a few in a hundred."""
    pupils = staff = new = late = 0
    for neighbours in plan.neighbourhoods:
        for one in neighbours:
            classes = sum(one.classes.values())
            pupils += classes * one.pupils
            staff += teachers_of(one) + (3 if classes < _DEPUTIES_FROM else 4)
            late += round(classes * ARRIVALS)
        new += sum(_newcomers(neighbours))
    ever = pupils + new + late
    children = _FOUND_A_PLACE * sum(count * share for count, share in CHILDREN)
    return Heads(pupils, staff, round(ever * _GUARDIANS / children))


def teachers_of(plan: SchoolPlan) -> int:
    """Teachers of a school by the norm of its level."""
    return round(TEACHERS[plan.level] * sum(plan.classes.values()))


def shared_out(posts: int, lessons: Mapping[str, int]) -> dict[str, int]:
    """Posts by subject in proportion to its lessons, at least one each (largest remainders)."""
    left = posts - len(lessons)
    total = sum(lessons.values())
    parts = {subject: 1 + max(0, left) * given / total for subject, given in lessons.items()}
    given = {subject: int(part) for subject, part in parts.items()}
    order = sorted(parts, key=lambda subject: (given[subject] - parts[subject], subject))
    for subject in order[: max(0, posts - sum(given.values()))]:
        given[subject] += 1
    return given


def _newcomers(plans: Sequence[SchoolPlan]) -> Iterable[int]:
    """Pupils of this year's entry grades who were at no school of the neighbourhood before."""
    for entry in (-2, 1, 6, 10):
        seats = sum(plan.classes.get(entry, 0) * plan.pupils for plan in plans)
        leave = sum(plan.classes.get(entry - 1, 0) * plan.pupils for plan in plans if entry not in plan.classes)
        yield max(0, seats - round(GO_ON * leave)) if seats else 0
