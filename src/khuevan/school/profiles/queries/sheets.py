"""One profile as it is filled in: sections of the catalogue with what is held."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.dates import PartialDate
from khuevan.kernel.errors import NotFound
from khuevan.kernel.ethnic_groups import ETHNIC_GROUPS
from khuevan.registry.catalogues.api import SECTIONS, Field, form_on
from khuevan.registry.people.api import number_doubts

from ..rules.held import WRITTEN, held_as
from ..rules.values import shown
from .lines import is_demanded
from .people import holdings


@dataclass(frozen=True, eq=False)
class Answer:
    """A field with its stored ``value`` ("" for none). ``held``: the word under which another room keeps it, or "".

    ``codes``: code → words where the field has a list. ``doubts``: of a personal number, as `number_doubts` names them.
    """

    field: Field
    held: str
    value: str
    codes: Mapping[str, str] | None
    demanded: bool
    doubts: tuple[str, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether a clerk writes it here."""
        return not self.held or self.held in WRITTEN

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return shown(self.value, self.field.type, self.codes) if self.value else ""

    @property
    def lacks(self) -> bool:
        """Whether everybody owes it and it is not there."""
        return self.demanded and not self.value


@dataclass(frozen=True)
class Part:
    """A section: ``key`` of the catalogue, its answers."""

    key: str
    answers: tuple[Answer, ...]

    @property
    def lacking(self) -> int:
        """How many answers are owed."""
        return sum(one.lacks for one in self.answers)

    @property
    def writable(self) -> list[Answer]:
        """What a clerk writes here."""
        return [one for one in self.answers if one.writable]

    @property
    def seen(self) -> str:
        """Changes whenever an answer that can be written here does: who saves says what they saw."""
        told = "\x00".join(f"{one.field.code}={one.value}" for one in self.writable)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Sheet:
    """A person with all sections; ``person`` is the row of facts."""

    person: Mapping[str, Any]
    parts: tuple[Part, ...]

    def part(self, key: str) -> Part:
        """A section by its key. Raises ``NotFound``."""
        found = next((one for one in self.parts if one.key == key), None)
        if found is None:
            raise NotFound(_("Hồ sơ không có phần này."), hint=_("Danh mục có thể đã đổi; hãy mở lại hồ sơ."))
        return found

    def first(self, field_code: str = "") -> Part:
        """Where to begin: the section of a field, else the first in which something lacks, else the first."""
        holding = (one for one in self.parts if any(a.field.code == field_code for a in one.answers))
        lacking = (one for one in self.parts if one.lacking)
        return next(holding, None) or next(lacking, self.parts[0])

    def after(self, key: str) -> Part | None:
        """The next section in which somebody can write, ``None`` behind the last."""
        keys = [one.key for one in self.parts]
        return next((one for one in self.parts[keys.index(key) + 1 :] if one.writable), None)


def sheet_of(school_id: int, kind: str, uid: UUID) -> Sheet:
    """The profile of somebody who is at a school now. Raises ``NotFound``. Three queries."""
    person = holdings(school_id, kind, uid)
    form = form_on(kind, today())
    answers: dict[str, list[Answer]] = {}
    for field in form.fields:
        if field.type != Field.Type.OTHER:
            codes = form.codes.get(field.list_code)
            answers.setdefault(field.section, []).append(_answer(kind, field, codes, person))
    return Sheet(person, tuple(Part(key, tuple(answers[key])) for key in SECTIONS if key in answers))


def _answer(kind: str, field: Field, codes: Mapping[str, str] | None, person: Mapping[str, Any]) -> Answer:
    held, demanded = held_as(kind, field.code), is_demanded(kind, field)
    if not held:
        return Answer(field, "", person["said"].get(field.code, ""), codes, demanded)
    value = _held(held, person)
    doubts = number_doubts(value, person["sex"], person["birth_year"]) if held == "number" and value else ()
    return Answer(field, held, value, ETHNIC_GROUPS if held == "ethnicity" else None, demanded, doubts)


def _held(held: str, person: Mapping[str, Any]) -> str:
    if held in ("birth", "birth_year"):
        parts = [person["birth_year"], person["birth_month"], person["birth_day"]]
        return (str(parts[0]) if held == "birth_year" else str(PartialDate(*parts))) if parts[0] else ""
    if held == "sex":
        return {1: _("Nam"), 2: _("Nữ")}.get(person["sex"], "")
    if held == "given":
        return str(person["name"]).split()[-1]
    if held == "class":
        return person["place"] or ""
    if held == "state":
        return _("Đang ở trường")
    if held.startswith("other"):  # as in the lines of the list: a parent represents the child where nobody else does
        ways = (held.replace("other", who) for who in ("other", "mother", "father"))
        return next((str(person[way]) for way in ways if person[way]), "")
    return str(person[held] if person[held] is not None else "")
