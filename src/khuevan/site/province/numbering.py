"""Which numbers a neighbourhood may use: known from the plan, so that it can be made without the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from khuevan.school.enrolment.api import curriculum

from .plans import PRESCHOOL, SchoolPlan
from .school_years import YEARS

_PEOPLE_A_PUPIL = 3
"""A pupil with two guardians is the most; siblings share theirs."""
_POSTS, _POSTS_A_CLASS = 40, 4
_SPREAD = 2
"""By how much a class may be larger than planned (`pupils`)."""


@dataclass(frozen=True)
class First:
    """The first number of each kind that a neighbourhood gives away."""

    person: int
    user: int
    school_class: int
    subject: int


def firsts(plans: Sequence[Sequence[SchoolPlan]], person: int) -> Iterator[First]:
    """For neighbourhood after neighbourhood, from an id on that no person has."""
    user = school_class = subject = 1
    for neighbours in plans:
        yield First(person, user, school_class, subject)
        people = sum(map(_people, neighbours))
        person, user = person + people, user + people
        school_class += sum(len(YEARS) * sum(plan.classes.values()) for plan in neighbours)
        subject += sum(len(YEARS) * _subjects(plan) for plan in neighbours)


def _people(plan: SchoolPlan) -> int:
    """No fewer than will be: last year's pupils, those who begin, one late arrival a class, their guardians, staff."""
    classes = sum(plan.classes.values())
    entry = sum(count for stage, count in plan.classes.items() if stage - 1 not in plan.classes)
    pupils = (classes + entry) * (plan.pupils + _SPREAD) + classes
    return _PEOPLE_A_PUPIL * pupils + _POSTS + _POSTS_A_CLASS * classes


def _subjects(plan: SchoolPlan) -> int:
    if plan.level == PRESCHOOL:
        return 0
    return sum(count * len(curriculum.subjects(stage)) for stage, count in plan.classes.items())
