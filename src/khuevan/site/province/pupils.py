"""Pupils and where they are when: classes of last year, promotion, new schools, transfers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from .cast import AN_BEGAN, BI_BEGAN, FAMILIES
from .dice import Dice
from .families import Families, Family
from .norms import ARRIVALS, GO_ON
from .people import Human
from .plans import birth_year
from .school_years import PAST, PRESENT, YearDates
from .schools import School

_MOVES = 0.008
_LEAVES = 0.12
"""Of the schools of a commune where many leave (`planted`)."""


@dataclass(slots=True)
class Stay:
    """A pupil's time in a class of a year; open at both ends unless the pupil came late or left early."""

    year: int
    school: School
    stage: int
    place: int
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""
    number: int = 0


@dataclass(slots=True)
class Pupil:
    """A pupil with all stays, oldest first; ``human`` is given once the families are known."""

    born: int
    stays: list[Stay] = field(default_factory=list)
    human: Human | None = None
    cast: bool = False

    def at_end_of(self, year: int) -> Stay | None:
        """The class in which the pupil finished a year."""
        return next((s for s in self.stays if s.year == year and s.ends_on is None), None)


class Seats:
    """Who sits where: no class gets more than its level allows, where ``most`` says so."""

    def __init__(self, most: Mapping[str, int]) -> None:
        self.most = most
        self.taken: Counter[tuple[int, int, int, int]] = Counter()

    def take(self, year: int, school: School, stage: int, place: int, sure: bool = False) -> int:
        """A place in this class or, if it is full and the pupil not ``sure`` of it, in the emptiest of its grade."""
        most = self.most.get(school.level)
        if most and not sure and self.taken[year, school.id, stage, place] >= most:
            place = min(range(school.plan.classes[stage]), key=lambda one: self.taken[year, school.id, stage, one])
        self.taken[year, school.id, stage, place] += 1
        return place


class Population:
    """All pupils of a neighbourhood over the two years."""

    def __init__(
        self, schools: list[School], first: bool, moves: bool, dice: Dice, seats: Seats, leaving: Collection[int] = ()
    ) -> None:
        self.schools, self.first, self.moves, self.dice, self.leaving = schools, first, moves, dice, leaving
        self.seats = seats
        self.pupils: list[Pupil] = []
        for school in schools:
            for stage, place in _classes(school):
                for _ in range(self._size(school)):
                    self._add(PAST.year, school, stage, place)
        self._plan_newcomers()

    def _size(self, school: School) -> int:
        return max(2, school.plan.pupils + self.dice.py.randint(-2, 2 if self.moves else 0))

    def _add(self, year: int, school: School, stage: int, place: int) -> Pupil:
        self.seats.take(year, school, stage, place, sure=True)
        pupil = Pupil(
            birth_year(stage, year) - self.dice.chance(0.01 if stage > 1 else 0), [Stay(year, school, stage, place)]
        )
        self.pupils.append(pupil)
        return pupil

    def _plan_newcomers(self) -> None:
        """Pupils of entry grades who did not go to a school of the neighbourhood before."""
        for school in self.schools:
            for stage in _entries(school):
                places = school.plan.classes[stage]
                seats = sum(self._size(school) for _ in range(places))
                feeding = round(GO_ON * len(self._leavers(stage - 1)) / max(1, self._rivals(stage)))
                for number in range(max(0, seats - feeding)):
                    self._add(PRESENT.year, school, stage, number % places)
            if self.moves:
                self._plan_late_arrivals(school)

    def _plan_late_arrivals(self, school: School) -> None:
        for stage, place in _classes(school):
            if stage > 0 and self.dice.chance(ARRIVALS):
                stay = self._add(PRESENT.year, school, stage, place).stays[0]
                stay.starts_on, stay.note = PRESENT.terms[1][0], "Chuyển đến từ tỉnh khác"
                if self._in_story(stay):
                    self.pupils.pop()

    def _leavers(self, stage: int) -> list[Pupil]:
        return [
            p
            for p in self.pupils
            if (s := p.at_end_of(PAST.year)) and s.stage == stage and stage + 1 not in s.school.plan.classes
        ]

    def _rivals(self, stage: int) -> int:
        return sum(stage in _entries(school) for school in self.schools)

    def settle(self, families: Families) -> list[Family]:
        """Give every pupil a person and a family; the children of the story take their places first."""
        made = self._cast_families(families) if self.first else []
        open_places = [p for p in self.pupils if p.human is None]
        made += families.fill(Counter(p.born for p in open_places))
        seated = {p.human.number for p in self.pupils if p.human}
        by_year: dict[int, list[Human]] = defaultdict(list)
        for family in sorted(made, key=lambda _: self.dice.py.random()):  # siblings tend to go to one school
            for child in family.children:
                if child.number not in seated:
                    by_year[child.birth[0]].append(child)
        for born, group in groupby(sorted(open_places, key=lambda p: p.born), key=lambda p: p.born):
            self._deal(by_year[born], list(group))
        return made

    def _deal(self, children: list[Human], places: list[Pupil]) -> None:
        """Neighbours in the list get places in one school, in whichever class."""
        shuffled = sorted(places, key=lambda p: (p.stays[0].school.id, self.dice.py.random()))
        for child, pupil in zip(children, shuffled, strict=True):
            pupil.human = child

    def _cast_families(self, families: Families) -> list[Family]:
        made = []
        for mother, children in FAMILIES:
            found = [(part, self._seat(place, grade)) for part, place, grade in children]
            seats = [(part, seat) for part, seat in found if seat]
            if not seats:
                continue
            family = Family([(families.cast(mother), "mother")])
            for part, seat in seats:
                home = seat.stays[0].school.place
                seat.human = families.child("", part.born, "01", home, part.full_name, part.sex)
                seat.born, seat.cast = part.born, True
                family.children.append(seat.human)
            made.append(family)
        return made

    def _seat(self, place: int, grade: int) -> Pupil | None:
        """A seat in last year's class A of the grade below."""
        if place >= len(self.schools):
            return None
        wanted = (PAST.year, self.schools[place].id, grade - 1, 0)
        keys = ((p, (p.stays[0].year, p.stays[0].school.id, p.stays[0].stage, p.stays[0].place)) for p in self.pupils)
        return next((p for p, key in keys if key == wanted and p.human is None), None)

    def promote(self, held_back: Callable[[Pupil], bool]) -> None:
        """Put last year's pupils into this year's classes; who finished a school spreads over the next ones."""
        entrants: dict[int, list[Pupil]] = defaultdict(list)
        for pupil in self.pupils:
            stay = pupil.at_end_of(PAST.year)
            if stay is None:
                continue
            stage = stay.stage if held_back(pupil) else stay.stage + 1
            if stage in stay.school.plan.classes:
                place = min(stay.place, stay.school.plan.classes[stage] - 1)
                place = self.seats.take(PRESENT.year, stay.school, stage, place, pupil.cast)
                pupil.stays.append(Stay(PRESENT.year, stay.school, stage, place))
            else:
                entrants[stage].append(pupil)
        for stage, group in entrants.items():
            self._enter(stage, group)

    def _enter(self, stage: int, group: list[Pupil]) -> None:
        schools = [school for school in self.schools if stage in _entries(school)]
        self.dice.py.shuffle(group)
        for number, pupil in enumerate(group[: round(GO_ON * len(group))] if schools else []):
            school = schools[number % len(schools)]
            place = number // len(schools) % school.plan.classes[stage]
            place = self.seats.take(PRESENT.year, school, stage, place)
            pupil.stays.append(Stay(PRESENT.year, school, stage, place))

    def move_some(self, dates: YearDates) -> None:
        """Between the terms some leave the province and some change to the school next door."""
        if not self.moves:
            return
        (_, last), (first, _) = dates.terms
        for pupil in list(self.pupils):
            stay = pupil.at_end_of(dates.year)
            if stay is None or stay.starts_on or stay.stage < 1 or self._in_story(stay):
                continue
            leaves = dates is PRESENT and stay.school.id in self.leaving
            if not self.dice.chance(_LEAVES if leaves else _MOVES):
                continue
            others = (
                [] if leaves else [s for s in self.schools if s is not stay.school and stay.stage in s.plan.classes]
            )
            stay.ends_on = last
            if others:
                stay.note = f"Chuyển đến {others[0].name}"
                place = others[0].plan.classes[stay.stage] - 1
                place = self.seats.take(dates.year, others[0], stay.stage, place)
                note = f"Chuyển đến từ {stay.school.name}"
                pupil.stays.append(Stay(dates.year, others[0], stay.stage, place, first, None, note))
            else:
                stay.note = "Chuyển đi tỉnh khác"

    def _in_story(self, stay: Stay) -> bool:
        """Whether it is the class of An or of Bi: nobody comes or goes there."""
        return (
            self.first
            and stay.place == 0
            and (
                (stay.school is self.schools[0] and stay.year - stay.stage == AN_BEGAN)
                or (stay.school in self.schools[1:2] and stay.year - stay.stage == BI_BEGAN)
            )
        )


def rosters(pupils: Iterable[Pupil], year: int) -> dict[tuple[int, int, int], list[tuple[Pupil, Stay]]]:
    """Who was in which class (school, stage, place) of a year, in the order of the class list."""
    classes: dict[tuple[int, int, int], list[tuple[Pupil, Stay]]] = defaultdict(list)
    for pupil in pupils:
        for stay in pupil.stays:
            if stay.year == year:
                classes[stay.school.id, stay.stage, stay.place].append((pupil, stay))
    return classes


def _classes(school: School) -> list[tuple[int, int]]:
    return [(stage, place) for stage, count in school.plan.classes.items() for place in range(count)]


def _entries(school: School) -> list[int]:
    return [stage for stage in school.plan.classes if stage - 1 not in school.plan.classes]
