"""A class at which comments are written: its pupils with what is known of each; a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import given_name
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.gradebook.api import (
    book_grid,
    book_title,
    class_grid,
    class_title,
    in_records,
    is_primary,
    open_book,
    open_class,
)

from ..rules.evidence import places, trait_places
from ..rules.phrases import Place
from ..rules.wording import Known
from .evidence import Evidence, of_conduct, of_marks, of_primary, of_traits
from .shipped import CONDUCT, TRAITS

Kind = Literal["book", "class"]


@dataclass(frozen=True)
class Seat:
    """A pupil: results in words and for the choice, the comment that is stored, why nothing can be written."""

    id: int
    uid: str
    name: str
    sex: int
    evidence: Evidence
    saved: str
    shut: str
    others: frozenset[str]

    def places(self, tags: tuple[str, ...]) -> tuple[Place, ...]:
        """The places of a comment, with what the teacher has ticked."""
        seen = self.evidence
        tags = (*tags, *seen.tags)
        return trait_places(seen.levels, tags) if seen.levels is not None else places(seen.band, seen.trend, tags)

    @property
    def known(self) -> Known:
        """What a text may not contradict."""
        one = self.evidence
        return Known(self.name, self.sex, one.band, one.trend, one.marks, self.others)


@dataclass(frozen=True)
class Desk:
    """Comments of a class in one book, or by its class teacher, in a term or period."""

    kind: Kind
    opened: Any
    title: str
    record: str
    subject: str
    longest: int
    seats: tuple[Seat, ...]
    before: tuple[str, ...]
    """The comments of the time before: nothing is proposed that stood there."""

    @property
    def school_class(self) -> SchoolClass:
        return _class_of(self.kind, self.opened.thing)

    @property
    def seed(self) -> str:
        """What proposals depend on beside the pupils."""
        return f"{self.opened.thing.uid}:{self.opened.part}"


def open_desk(actor: Actor, kind: Kind, uid: UUID, part: int | None = None) -> Desk:
    """The comments that the actor writes. Raises ``NotFound`` for others' books, and for a year without comments."""
    opened = open_book(actor, uid, part, "write") if kind == "book" else open_class(actor, uid, part, "judge")
    grid = book_grid(actor, opened) if kind == "book" else class_grid(actor, opened)
    column = next((one for one in grid["columns"] if one["key"] == "comment"), None)
    if column is None:
        raise NotFound(_("Cả năm không có cột nhận xét."), hint=_("Hãy chọn học kì I hoặc học kì II."))
    title, primary = (book_title if kind == "book" else class_title), is_primary(_class_of(kind, opened.thing))
    read = (of_primary if primary else of_marks) if kind == "book" else (of_traits if primary else of_conduct)
    seen, before = read(opened.thing, opened.part, grid)
    subject = opened.thing.subject_id if kind == "book" else (TRAITS if primary else CONDUCT)
    seats = _seats(grid, seen, column.get("closed", ""))
    return Desk(kind, opened, grid["book"], in_records(title, opened), subject, column["max_length"], seats, before)


def _class_of(kind: Kind, thing: Any) -> SchoolClass:
    found: SchoolClass = thing if kind == "class" else thing.school_class
    return found


def _seats(grid: Mapping[str, Any], seen: Mapping[int, Evidence], over: str) -> tuple[Seat, ...]:
    sexes = dict(Person.objects.filter(pk__in=grid["students"]).values_list("pk", "sex"))
    calls = [given_name(row["name"]) for row in grid["rows"]]
    found = []
    for pk, row, own in zip(grid["students"], grid["rows"], calls, strict=True):
        shut = row.get("closed", {}).get("comment", "") or (row.get("note", "") if row.get("readonly") else "") or over
        others = frozenset(calls) - {own}
        saved = row["cells"]["comment"] or ""
        found.append(Seat(pk, row["id"], row["name"], sexes.get(pk, 0), seen[pk], saved, shut, others))
    return tuple(found)
