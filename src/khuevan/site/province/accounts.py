"""Log-ins: the people of the story by their names, everybody else by the lifetime code in small letters."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from khuevan.site.personas import PASSWORD

from .cast import BINH
from .families import Families, Family
from .people import Human, Registrar
from .records import AssignmentRow, UserRow
from .school_years import PAST, ZONE
from .schools import School
from .staff import Staff

SINCE = PAST.starts_on
_CHANGED = datetime(2025, 8, 25, 8, 0, tzinfo=ZONE)


@cache
def password_hash() -> str:
    """The demo password, hashed once with a salt that does not change from run to run."""
    return make_password(PASSWORD, salt="khuevandemoprovince")


class Accounts:
    """Gives log-ins and roles to the people of a neighbourhood, with numbers from ``first`` on."""

    def __init__(self, registrar: Registrar, first: int) -> None:
        self.registrar, self.first = registrar, first
        self.users: dict[int, int] = {}
        self.named: dict[int, str] = {}
        """User names of people who have a name by chance: those of the story's preschool."""

    def staff(self, school: School, staff: Staff, families: Families) -> Iterator[tuple]:
        """Leaders, clerk and teachers of a school."""
        names = families.usernames
        for human, kind, title in staff.people:
            yield from self._user(human, names)
            yield AssignmentRow(self.users[human.number], school.id, kind, title[:60], SINCE, None)

    def guardians(self, made: list[Family], families: Families) -> Iterator[tuple]:
        """Every guardian, also those who work at a school."""
        names = families.usernames
        for family in made:
            for guardian, _ in family.guardians:
                yield from self._user(guardian, names)
                yield AssignmentRow(self.users[guardian.number], None, "guardian", "", SINCE, None)

    def authority(self, department: int, families: Families) -> tuple[Human, list[tuple]]:
        """Anh Bình at the Sở."""
        human = families.cast(BINH)
        rows = list(self._user(human, families.usernames))
        role = AssignmentRow(self.users[human.number], department, "authority", "Chuyên viên", date(2025, 7, 1), None)
        return human, [*rows, role]

    def _user(self, human: Human, names: dict[int, str]) -> Iterator[UserRow]:
        if human.number not in self.users:
            number = self.users[human.number] = self.first + len(self.users)
            name = names.get(human.number) or self.named.get(human.number) or self.registrar.code(human).lower()
            yield UserRow(number, name, password_hash(), human.number, _CHANGED)
