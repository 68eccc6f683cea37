"""A neighbourhood: its schools, staff, families and classes, made together and apart from all others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .accounts import Accounts
from .cast import PRESCHOOL_PEOPLE
from .classes import ClassBook, ClassMaker, lock_rows, year_rows
from .dice import Dice
from .families import Families
from .lines import Batch
from .marks.histories import Ground, History, history
from .norms import MOST_PUPILS
from .numbering import First, firsts
from .people import Human, Registrar
from .plans import OLDEST, PRESCHOOL, Plan
from .planted import Kind, by_school, plant
from .profiles import profile_rows
from .pupils import Population, Pupil, Seats
from .records import GuardianshipRow, ProfileRow, batches_of
from .school_years import PAST, PRESENT, YEARS, YearDates
from .schools import PROVINCE, Places, School
from .staff import Hiring, Staff

Year = tuple[list[ClassBook], History | None]
PROMOTED = "promoted"


@dataclass(frozen=True)
class Site:
    """Where a neighbourhood is made: its schools, its chance, its first numbers."""

    number: int
    dice: Dice
    schools: list[School]
    first: First


class World:
    """What neighbourhoods have in common. Schools are founded at once, because no two may have the same name; the rest
    of a neighbourhood is made from its site alone, whenever and in whatever process."""

    def __init__(self, seed: int, plan: Plan, places: Places, person: int, began: datetime) -> None:
        self.seed, self.marks, self.whole = seed, plan.marks, plan.whole
        self.department = places.units[f"SO-{PROVINCE}"]
        self.sites = []
        for number, first in enumerate(firsts(plan.neighbourhoods, person)):
            dice, communes = Dice(seed, "neighbourhood", number), places.communes(number)
            plans = plan.neighbourhoods[number]
            schools = [places.school(one, communes[n % 2], dice) for n, one in enumerate(plans)]
            self.sites.append(Site(number, dice, schools, first))
        self.planted = plant([site.schools for site in self.sites]) if plan.marks else []
        self.ground = Ground(seed, began, by_school(self.planted))


class Neighbourhood:
    """Up to six schools whose pupils move up from one to another."""

    def __init__(self, world: World, number: int) -> None:
        site = world.sites[number]
        self.world, self.number, self.dice, self.schools = world, number, site.dice, site.schools
        self.registrar = Registrar(world.seed, site.first.person)
        self.accounts = Accounts(self.registrar, site.first.user)
        self.classes = ClassMaker(site.first.school_class, site.first.subject)
        self.families = Families(self.registrar, self.dice, self.schools, world.whole)
        self.staff: dict[int, Staff] = {}
        for place, school in enumerate(self.schools):
            hiring = Hiring(school, -1 if number else place, self.families, self.dice, world.whole)
            self.staff[school.id] = hiring.fill()
        leaving = {school for school, kind in world.ground.wrong.items() if kind is Kind.LEAVERS}
        seats = Seats(MOST_PUPILS if world.whole else {})
        self.population = Population(self.schools, number == 0, world.marks, self.dice, seats, leaving)
        self.made = self.population.settle(self.families)

    def batches(self) -> Iterator[Batch | School]:
        """All rows in the order in which they are loaded, and each school once its own have gone; last year decides who
        is where this year. To be asked once."""
        self.population.move_some(PAST)
        past = [self._year(school, PAST) for school in self.schools]
        outcomes = {pupil: said for _, kept in past if kept for pupil, said in kept.outcomes().items()}
        self.population.promote(lambda pupil: outcomes.get(_human(pupil).number, PROMOTED) != PROMOTED)
        self.population.move_some(PRESENT)
        present = [self._year(school, PRESENT) for school in self.schools]
        self._affiliate()
        if self.number == 0:
            self._name_preschool([books for books, _kept in present])
        yield from batches_of(row for school in self.schools for row in school.rows)
        yield from batches_of(self._people())
        yield from batches_of(self._profiles())
        for school, *years in zip(self.schools, past, present, strict=True):
            yield from batches_of(self._school(school, years))
            for _, kept in years:
                if kept:
                    yield from kept.batches()
            yield school
        yield from batches_of(self._guardianships())
        yield from batches_of(self.accounts.guardians(self.made, self.families))

    def _year(self, school: School, dates: YearDates) -> Year:
        staff = self.staff[school.id]
        books = self.classes.classes(school, staff, self.population.pupils, dates, self.dice)
        if not self.world.marks:
            return books, None
        home = self.number == 0 and school in self.schools[:2]
        return books, history(school, dates, books, self.world.ground, home)

    def _people(self) -> Iterator[tuple]:
        rows = self.registrar.rows
        yield from rows([human for staff in self.staff.values() for human, _, _ in staff.people], self.dice)
        known = {human.number for staff in self.staff.values() for human, _, _ in staff.people}
        guardians = {g.number: g for family in self.made for g, _ in family.guardians if g.number not in known}
        yield from rows(list(guardians.values()), self.dice)
        yield from rows([_human(p) for p in self.population.pupils], self.dice)
        if self.number == 0:
            human, accounts = self.accounts.authority(self.world.department, self.families)
            yield from [*rows([human], self.dice), *accounts]

    def _profiles(self) -> Iterator[ProfileRow]:
        staff = {human.number: human for staff in self.staff.values() for human, _, _ in staff.people}
        people = [*staff.values(), *(_human(p) for p in self.population.pupils)]
        return profile_rows(self.schools, people, Dice(self.world.seed, "profiles", self.number))

    def _school(self, school: School, years: list[Year]) -> Iterator[tuple]:
        staff = self.staff[school.id]
        yield from self.accounts.staff(school, staff, self.families)
        for dates, (books, kept) in zip(YEARS, years, strict=True):
            yield from year_rows(school, dates)
            for book in books:
                yield from book.rows(dates)
            if kept:
                principal = staff.people[0][0]
                yield from lock_rows(school, dates, self.accounts.users[principal.number], principal.full_name)

    def _name_preschool(self, years: list[list[ClassBook]]) -> None:
        """Whoever tries a preschool logs in by a name: its head, who leads its oldest class, a mother of that class."""
        for school, books in zip(self.schools, years, strict=True):
            if school.level == PRESCHOOL:
                staff, oldest = self.staff[school.id], next(book for book in books if book.stage == OLDEST)
                children = {_human(pupil).number for pupil, _stay in oldest.members}
                busy = {human.number for one in self.staff.values() for human, _, _ in one.people}
                busy |= {human.number for human in self.families.parts.values()}
                mothers = (
                    guardian.number
                    for family in self.made
                    if children & {child.number for child in family.children}
                    for guardian, relation in family.guardians
                    if relation == "mother" and guardian.number not in busy
                )
                people = (staff.people[0][0].number, oldest.row.homeroom_id, next(mothers, 0))
                self.accounts.named = dict(zip(people, PRESCHOOL_PEOPLE, strict=True))

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
