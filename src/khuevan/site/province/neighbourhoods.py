"""A neighbourhood: its schools, staff, families and classes, made and loaded together."""

from collections.abc import Callable, Iterator

from .accounts import Accounts
from .classes import ClassBook, ClassMaker, lock_rows, year_rows
from .copying import Loader
from .dice import Dice
from .families import Families
from .marks.histories import History, history
from .people import Human, Registrar
from .plans import SchoolPlan
from .profiles import profile_rows
from .pupils import Population, Pupil
from .records import GuardianshipRow, ProfileRow
from .school_years import PAST, PRESENT, YEARS, YearDates
from .schools import PROVINCE, Places, School
from .staff import Hiring, Staff

Told = Callable[[str], None]
Year = tuple[list[ClassBook], History | None]
PROMOTED = "promoted"


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

    def __init__(self, world: World, number: int, plans: tuple[SchoolPlan, ...], marks: bool) -> None:
        self.world, self.number, self.marks = world, number, marks
        self.dice = Dice(world.seed, "neighbourhood", number)
        communes = world.places.communes(number)
        self.schools = [world.places.school(p, communes[n % 2], self.dice) for n, p in enumerate(plans)]
        self.families = Families(world.registrar, self.dice, self.schools)
        self.staff: dict[int, Staff] = {}
        for place, school in enumerate(self.schools):
            self.staff[school.id] = Hiring(school, -1 if number else place, self.families, self.dice).fill()
        self.population = Population(self.schools, number == 0, marks, self.dice)
        self.made = self.population.settle(self.families)

    def load(self, tell: Told) -> None:
        """Everything goes into the database; last year decides who is where this year."""
        self.population.move_some(PAST)
        past = [self._year(school, PAST) for school in self.schools]
        outcomes = {pupil: said for _, kept in past if kept for pupil, said in kept.outcomes().items()}
        self.population.promote(lambda pupil: outcomes.get(_human(pupil).number, PROMOTED) != PROMOTED)
        self.population.move_some(PRESENT)
        present = [self._year(school, PRESENT) for school in self.schools]
        self._affiliate()
        loader = self.world.loader
        loader.write(row for school in self.schools for row in school.rows)
        loader.write(self._people())
        loader.write(self._profiles())
        for school, *years in zip(self.schools, past, present, strict=True):
            loader.write(self._school(school, years))
            for _, kept in years:
                for batch in kept.batches() if kept else ():
                    loader.copy_lines(batch.table, batch.columns, batch.lines)
            tell(school.name)
        loader.write(self._guardianships())
        loader.write(self.world.accounts.guardians(self.made, self.families))

    def _year(self, school: School, dates: YearDates) -> Year:
        staff = self.staff[school.id]
        books = self.world.classes.classes(school, staff, self.population.pupils, dates, self.dice)
        if not self.marks:
            return books, None
        home = self.number == 0 and school in self.schools[:2]
        return books, history(school, dates, books, self.world.seed, home)

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

    def _profiles(self) -> Iterator[ProfileRow]:
        staff = {human.number: human for staff in self.staff.values() for human, _, _ in staff.people}
        people = [*staff.values(), *(_human(p) for p in self.population.pupils)]
        return profile_rows(self.schools, people, Dice(self.world.seed, "profiles", self.number))

    def _school(self, school: School, years: list[Year]) -> Iterator[tuple]:
        staff = self.staff[school.id]
        yield from self.world.accounts.staff(school, staff, self.families)
        for dates, (books, kept) in zip(YEARS, years, strict=True):
            yield from year_rows(school, dates)
            for book in books:
                yield from book.rows(dates)
            if kept:
                principal = staff.people[0][0]
                yield from lock_rows(school, dates, self.world.accounts.users[principal.number], principal.full_name)

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
