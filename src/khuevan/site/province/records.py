"""Rows as the database takes them: one type a table, its fields are the columns."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from .lines import Batch, line


class UnitRow(NamedTuple):
    id: int
    uid: UUID
    code: str
    kind: str
    name: str
    level: str
    commune_id: str
    address: str
    opened_on: date
    closed_on: date | None


class EdgeRow(NamedTuple):
    child_id: int
    parent_id: int
    valid_from: date
    valid_to: date | None


class SeatRow(NamedTuple):
    unit_id: int
    area_id: int
    valid_from: date
    valid_to: date | None


class PersonRow(NamedTuple):
    id: int
    uid: UUID
    code: str
    full_name: str
    sort_key: str
    search_key: str
    sex: int
    birth_year: int
    birth_month: int | None
    birth_day: int | None
    ethnicity: str
    birth_place: str
    phone: str
    school_ids: list[int]
    staff_ids: list[int]


class ExternalIdRow(NamedTuple):
    person_id: int
    kind: str
    value: str
    source: str
    valid_from: date
    valid_to: date | None
    verified_at: datetime | None


class AffiliationRow(NamedTuple):
    school_id: int
    person_id: int
    kind: str
    title: str
    valid_from: date
    valid_to: date | None


class GuardianshipRow(NamedTuple):
    guardian_id: int
    student_id: int
    relation: str
    valid_from: date
    valid_to: date | None


class UserRow(NamedTuple):
    id: int
    username: str
    password: str
    person_id: int
    password_changed_at: datetime


class AssignmentRow(NamedTuple):
    user_id: int
    unit_id: int | None
    kind: str
    title: str
    valid_from: date
    valid_to: date | None


class SchoolYearRow(NamedTuple):
    school_id: int
    year: int
    starts_on: date
    ends_on: date
    closed_at: datetime | None


class TermRow(NamedTuple):
    school_id: int
    year: int
    number: int
    starts_on: date
    ends_on: date


class ClassRow(NamedTuple):
    id: int
    uid: UUID
    school_id: int
    year: int
    grade: int
    name: str
    homeroom_id: int


class ClassSubjectRow(NamedTuple):
    id: int
    uid: UUID
    school_id: int
    school_class_id: int
    subject_id: str
    teacher_id: int
    lessons: int
    regular_count: int


class EnrolmentRow(NamedTuple):
    school_id: int
    student_id: int
    year: int
    school_class_id: int
    number: int
    starts_on: date
    ends_on: date | None
    note: str


class TermLockRow(NamedTuple):
    school_id: int
    year: int
    term: int
    locked_by_id: int
    locked_by_name: str
    locked_at: datetime
    reason: str


class ProfileRow(NamedTuple):
    school_id: int
    person_id: int
    kind: str
    values: str
    updated_at: datetime
    updated_by: str


TABLES: dict[type, str] = {
    UnitRow: "units_unit",
    EdgeRow: "units_edge",
    SeatRow: "units_seat",
    PersonRow: "people_person",
    ExternalIdRow: "people_externalid",
    AffiliationRow: "people_affiliation",
    GuardianshipRow: "people_guardianship",
    UserRow: "accounts_user",
    AssignmentRow: "accounts_assignment",
    SchoolYearRow: "enrolment_schoolyear",
    TermRow: "enrolment_term",
    ClassRow: "enrolment_schoolclass",
    ClassSubjectRow: "enrolment_classsubject",
    EnrolmentRow: "enrolment_enrolment",
    TermLockRow: "gradebook_termlock",
    ProfileRow: "profiles_profile",
}
"""In the order in which foreign keys allow them to be loaded."""


def batches_of(rows: Iterable[Any]) -> Iterator[Batch]:
    """Rows of any types, table by table in that order."""
    by_type: dict[type, list[Any]] = {}
    for row in rows:
        by_type.setdefault(type(row), []).append(row)
    for kind, table in TABLES.items():
        if kind in by_type:
            yield Batch(table, kind._fields, map(line, by_type[kind]))  # type: ignore[attr-defined]
