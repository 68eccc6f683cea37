"""The lines of the to-do list: required fields that lack, and what contradicts; each a condition on ``facts``."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from khuevan.registry.catalogues.api import Field, Form, form_on
from khuevan.registry.people.api import PLACES

from ..rules.held import HELD, held_as
from ..rules.weights import DEMANDED, weight

_HELD = {
    "code": "false",
    "name": "name = ''",
    "given": "name = ''",
    "state": "false",
    "sex": "sex = 0",
    "birth": "birth_day IS NULL",
    "birth_year": "birth_year IS NULL",
    "birth_place": "birth_place = ''",
    "ethnicity": "ethnicity = ''",
    "phone": "phone = ''",
    "class": "place IS NULL",
} | {f"other{part}": f"coalesce(other{part}, mother{part}, father{part}) IS NULL" for part in ("", "_phone", "_birth")}
"""What is held → SQL that it lacks; everything else is a column of its own that is NULL then. Where nobody else is the
guardian, a parent is (Bộ luật Dân sự 91/2015/QH13 Art. 136)."""
_FORM = "number ~ '^[0-9]{12}$'"
_CENTURY = "1900 + substr(number, 4, 1)::int / 2 * 100 + substr(number, 5, 2)::int"
_NUMBER = {
    "number_form": f"number IS NOT NULL AND NOT {_FORM}",
    "number_place": f"CASE WHEN {_FORM} THEN NOT substr(number, 1, 3) = ANY(%(places)s) ELSE false END",
    "number_sex": f"CASE WHEN {_FORM} AND sex > 0 THEN substr(number, 4, 1)::int %% 2 <> sex - 1 ELSE false END",
    "number_year": f"CASE WHEN {_FORM} AND birth_year > 0 THEN {_CENTURY} <> birth_year ELSE false END",
}
"""The same as `number_doubts`, which tests hold it against."""
_PUPIL = {
    "no_guardian": "coalesce(father, mother, other) IS NULL",
    "parent_age": "youngest > birth_year - 12",
    "boarding": "said->>'BanTru' = '0' AND coalesce(said->>'MaHocBanTru', '') <> ''",
}
SEVERE = 4
"""How much a contradiction weighs in the order of the list."""


@dataclass(frozen=True)
class Line:
    """``key``: "no:" and the field that lacks, or the name of a contradiction. ``sql``: who it is about."""

    key: str
    sql: str
    weight: int
    field: Field | None = None


@dataclass(frozen=True)
class Lines:
    """All lines of a kind on a day, with the parameters of their SQL."""

    missing: tuple[Line, ...]
    contradictions: tuple[Line, ...]
    params: dict[str, Any]

    @property
    def all(self) -> tuple[Line, ...]:
        return self.missing + self.contradictions

    @property
    def due(self) -> int:
        """The weight of all answers that one person owes."""
        return sum(line.weight for line in self.missing)


def is_demanded(kind: str, field: Field) -> bool:
    """Whether everybody owes an answer."""
    return field.type != Field.Type.OTHER and (field.need == Field.Need.ALWAYS or held_as(kind, field.code) in DEMANDED)


def lines_on(kind: str, day: date) -> Lines:
    """The lines of "pupil" or "staff" by the catalogue of a day; two queries."""
    form = form_on(kind, day)
    params: dict[str, Any] = {"kind": kind, "places": sorted(PLACES)}
    missing = []
    for number, field in enumerate(one for one in form.fields if is_demanded(kind, one)):
        held = held_as(kind, field.code)
        params[f"f{number}"] = field.code
        lacks = _HELD.get(held, f"{held} IS NULL") if held else f"coalesce(said->>%(f{number})s, '') = ''"
        missing.append(Line(f"no:{field.code}", lacks, weight(held), field))
    wrong = _NUMBER | (_PUPIL if kind == "pupil" else {}) | _ended(kind, form, params)
    return Lines(tuple(missing), tuple(Line(key, sql, SEVERE) for key, sql in wrong.items()), params)


def _ended(kind: str, form: Form, params: dict[str, Any]) -> dict[str, str]:
    """Codes that their list no longer has."""
    found = []
    coded = [one for one in form.fields if one.list_code in form.codes and one.code not in HELD[kind]]
    for number, field in enumerate(coded):
        params |= {f"c{number}": field.code, f"l{number}": list(form.codes[field.list_code])}
        found.append(f"NOT coalesce(nullif(said->>%(c{number})s, '') = ANY(%(l{number})s), true)")
    return {"code_ended": " OR ".join(found)} if found else {}
