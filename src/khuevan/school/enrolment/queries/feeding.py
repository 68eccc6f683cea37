"""Pupils, staff and classes of a school as records of the feed (TT 42/2021/TT-BGDĐT)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from khuevan.platform.exchange.api import CLASS, PUPIL, STAFF
from khuevan.platform.exchange.ports import Row
from khuevan.registry.people.api import Affiliation, ExternalId, Person
from khuevan.registry.units.api import Unit

from ..models import Enrolment, SchoolClass

_PERSON = (
    "pk",
    "uid",
    "code",
    "full_name",
    "sex",
    "birth_year",
    "birth_month",
    "birth_day",
    "ethnicity",
    "birth_place",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A person of a school: address, the code by which others know them, and the fields that every record has."""

    uid: UUID
    code: str
    fields: dict[str, Any]
    birth_place: str


def people_of(school_id: int, kind: str) -> dict[int, Known]:
    """Everybody who is or was known at a school as "pupil" or "staff", by id. Two queries."""
    here = Affiliation.objects.filter(school_id=school_id, kind=kind).values("person_id")
    moet, citizen = _numbers(here)
    found = {}
    rows = Person.objects.filter(pk__in=here, merged_into=None).values_list(*_PERSON)
    for pk, uid, code, name, sex, year, month, day, ethnicity, place in rows:
        fields = {
            "hovaten": name,
            "gioitinh": sex,
            "ngaysinh": "-".join(f"{part:02}" for part in (year, month, day) if part),
            "dantoc": ethnicity,
            "sodinhdanh": citizen.get(pk, ""),
        }
        found[pk] = Known(uid, moet.get(pk, code), fields, place)
    return found


def school_code(school_id: int) -> str:
    """The code of a school."""
    return Unit.objects.values_list("code", flat=True).get(pk=school_id)


def class_code(year: int, name: str) -> str:
    """What a class is called in the feed: unique in its school, over the years."""
    return f"{year}-{name}"


class FeedPupils:
    """Pupils that are or were here, with their last class (`khuevan.platform.exchange.ports.Source`)."""

    kind = PUPIL

    def gather(self, school_id: int) -> Iterator[Row]:
        """Four queries."""
        code, seats = school_code(school_id), _last_seats(school_id)
        for pk, one in people_of(school_id, "pupil").items():
            year, name, grade, ended = seats.get(pk, (None, "", None, True))
            yield Row(str(one.uid), {
                "matruong": code, "mahocsinh": one.code, **one.fields, "noisinh": one.birth_place,
                "malop": class_code(year, name) if year else "", "tenlop": name, "makhoi": grade, "namhoc": year,
                "trangthai": "thoihoc" if ended else "danghoc",
            })  # fmt: skip


class FeedStaff:
    """Those who work or worked here."""

    kind = STAFF

    def gather(self, school_id: int) -> Iterator[Row]:
        """Four queries."""
        code = school_code(school_id)
        rows = Affiliation.objects.filter(school_id=school_id, kind="staff").order_by("valid_from", "pk")
        titles = {person: (title, end) for person, title, end in rows.values_list("person_id", "title", "valid_to")}
        for pk, one in people_of(school_id, "staff").items():
            title, ended = titles[pk]
            yield Row(str(one.uid), {
                "matruong": code, "magiaovien": one.code, **one.fields, "chucvu": title,
                "trangthai": "nghi" if ended else "danglamviec",
            })  # fmt: skip


class FeedClasses:
    """All classes, of all years."""

    kind = CLASS

    def gather(self, school_id: int) -> Iterator[Row]:
        """Four queries."""
        code, staff = school_code(school_id), people_of(school_id, "staff")
        rows = SchoolClass.objects.filter(school_id=school_id)
        for uid, year, grade, name, homeroom in rows.values_list("uid", "year", "grade", "name", "homeroom_id"):
            yield Row(str(uid), {
                "matruong": code, "malop": class_code(year, name), "tenlop": name, "namhoc": year, "makhoi": grade,
                "magiaoviencn": staff[homeroom].code if homeroom in staff else "",
            })  # fmt: skip


def _last_seats(school_id: int) -> dict[int, tuple[int, str, int, bool]]:
    """Year, class, grade and whether it is over, of the last place of every pupil."""
    rows = Enrolment.objects.filter(school_id=school_id).order_by("year", "starts_on", "pk")
    names = ("student_id", "year", "school_class__name", "school_class__grade", "ends_on")
    return {student: (year, name, grade, bool(end)) for student, year, name, grade, end in rows.values_list(*names)}


def _numbers(people: Any) -> tuple[dict[int, str], dict[int, str]]:
    """The Ministry's code and the citizen's number by person, where they are known."""
    found: dict[str, dict[int, str]] = {"moet": {}, "citizen": {}}
    rows = ExternalId.objects.filter(valid_to=None, kind__in=found, person__in=people)
    for person, kind, value in rows.values_list("person_id", "kind", "value"):
        found[kind][person] = value
    return found["moet"], found["citizen"]
