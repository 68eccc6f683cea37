"""A neighbourhood: its schools, staff, families and classes, made and loaded together."""

from collections.abc import Callable, Iterator

from .accounts import Accounts
from .classes import ClassMaker, year_rows
from .copying import Loader
from .dice import Dice
from .families import Families, Family
from .people import Human, Registrar
from .plans import SchoolPlan
from .pupils import Population, Pupil
from .records import GuardianshipRow
from .school_years import PAST, PRESENT, YEARS
from .schools import PROVINCE, Places, School
from .staff import Hiring, Staff

Told = Callable[[str], None]


class World:
    """What runs on from one neighbourhood to the next: numbers, places, the connection."""

    def __init__(self, seed: int, loader: Loader) -> None:
        self.seed, self.loader = seed, loader
        self.registrar = Registrar(seed, loader.next_id("people_person"))
        self.places = Places(Dice(seed, "places"), loader.next_id("units_unit"))
        self.accounts = Accounts(self.registrar)
        self.classes = ClassMaker()


class Neighbourhood:
    """Up to six schools whose pupils move up from one to another."""

    def __init__(self, world: World, number: int, plans: tuple[SchoolPlan, ...], moves: bool) -> None:
        self.world, self.number = world, number
        self.dice = Dice(world.seed, "neighbourhood", number)
        communes = world.places.communes(number)
        self.schools = [world.places.school(p, communes[n % 2], self.dice) for n, p in enumerate(plans)]
        self.families = Families(world.registrar, self.dice, self.schools)
        self.staff: dict[int, Staff] = {}
        for place, school in enumerate(self.schools):
            self.staff[school.id] = Hiring(school, -1 if number else place, self.families, self.dice).fill()
        self.population = Population(self.schools, number == 0, moves, self.dice)
        self.made = self.population.settle(self.families)

    def load(self, tell: Told) -> None:
        """Everything but marks goes into the database."""
        loader, world = self.world.loader, self.world
        self.population.move_some(PAST)
        self.population.promote(lambda pupil: False)
        self.population.move_some(PRESENT)
        loader.write(row for school in self.schools for row in school.rows)
        self._affiliate()
        loader.write(self._people())
        for school in self.schools:
            loader.write(self._school(school))
            tell(school.name)
        loader.write(self._guardianships())
        loader.write(world.accounts.guardians(self.made, self.families))

    def _people(self) -> Iterator[tuple]:
        rows = self.world.registrar.rows
        yield from rows([human for staff in self.staff.values() for human, _, _ in staff.people], self.dice)
        known = {human.number for staff in self.staff.values() for human, _, _ in staff.people}
        guardians = {g.number: g for family in self.made for g, _ in family.guardians if g.number not in known}
        yield from rows(list(guardians.values()), self.dice)
        yield from rows([_human(p) for p in self.population.pupils], self.dice)
        if self.number == 0:
            department = self.world.places.units[f"SO-{PROVINCE}"]
            human, accounts = self.world.accounts.authority(department, self.families)
            yield from [*rows([human], self.dice), *accounts]

    def _school(self, school: School) -> Iterator[tuple]:
        yield from self.world.accounts.staff(school, self.staff[school.id], self.families)
        for dates in YEARS:
            yield from year_rows(school, dates)
            for book in self.world.classes.classes(
                school, self.staff[school.id], self.population.pupils, dates, self.dice
            ):
                yield from book.rows(dates)

    def _affiliate(self) -> None:
        """Pupils belong to the schools of their stays, guardians to those of their children."""
        schools: dict[int, set[int]] = {}
        for pupil in self.population.pupils:
            human = _human(pupil)
            for school_id in dict.fromkeys(stay.school.id for stay in pupil.stays):
                of_school = [s for s in pupil.stays if s.school.id == school_id]
                first, last = of_school[0], of_school[-1]
                since = first.starts_on or (PAST if first.year == PAST.year else PRESENT).starts_on
                over = last.ends_on or (PAST.ends_on if last.year == PAST.year else None)
                human.joins(school_id, "pupil", since, until=over)
                schools.setdefault(human.number, set()).add(school_id)
        for family in self.made:
            for guardian, _ in family.guardians:
                for school_id in sorted({s for child in family.children for s in schools[child.number]}):
                    guardian.joins(school_id, "guardian", PAST.starts_on)

    def _guardianships(self) -> Iterator[GuardianshipRow]:
        for family in self.made:
            for child in family.children:
                for guardian, relation in family.guardians:
                    since = PAST.starts_on
                    yield GuardianshipRow(guardian.number, child.number, relation, since, None)


def _human(pupil: Pupil) -> Human:
    assert pupil.human, "families are settled"
    return pupil.human


__all__ = ["Family", "Neighbourhood", "World"]
