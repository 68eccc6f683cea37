"""Write the rows of a list of pupils, and take them back: a few statements, however many rows."""

import json
from collections.abc import Iterable, Sequence

from khuevan.kernel.clock import today
from khuevan.platform.sheets.api import Import, Incoming, Value, Written, orderer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.isolation.api import copied
from khuevan.registry.people import api as people
from khuevan.registry.people.api import Facts, Kept, Tie

from ..adapters.pupil_layout import RELATIONS, code_kind, kept_code
from ..models import ListChange, SchoolClass
from ..queries.years import working_year
from .seating import TABLE, day_in, seat, unseat

BOOK = "pupils"


def write_rows(school_id: int, import_id: int, rows: Sequence[Incoming]) -> list[Written]:
    """People, numbers, guardians, affiliations and places in classes; each row is an entry of the ledger."""
    year = working_year(school_id)
    day, first_day = day_in(school_id, year)
    one = Import.objects.select_related("file").get(school_id=school_id, pk=import_id)
    fresh = [row for row in rows if row.key is None]
    ids, kept = people.make_people(school_id, "pupil", first_day, [_facts(row.values) for row in fresh])
    made = {row.row: person for row, person in zip(fresh, ids, strict=True)}
    who = [(made.get(row.row) or row.key or 0, row) for row in rows]
    kept += people.change_people({person: _facts(_new(row)) for person, row in who if row.key})
    kept += people.affiliate(school_id, "pupil", day, [person for person, row in who if row.key])
    kept += people.give_numbers(today(), one.file.name, _numbers(school_id, who))
    kept += people.tie_guardians(school_id, today(), list(_ties(who)))
    places = dict(SchoolClass.objects.filter(school_id=school_id, year=year).values_list("name", "id"))
    kept += seat(school_id, year, {person: places[str(row.values["class"])] for person, row in who if _moves(row)})
    _keep(school_id, import_id, kept)
    _record(orderer(one), school_id, "import", who)
    return [Written(row.row, person) for person, row in who]


def _new(row: Incoming) -> dict[str, Value]:
    """What a row fills in: all of somebody new, of others what changes."""
    return row.values if row.key is None else {code: row.values.get(code) for code in row.old}


def _moves(row: Incoming) -> bool:
    return bool(_new(row).get("class"))


def _facts(values: dict[str, Value]) -> Facts:
    texts = {name: str(values.get(name) or "") for name in ("birth", "ethnicity", "birth_place", "phone")}
    return Facts(full_name=str(values.get("name") or ""), sex=int(values.get("sex") or 0), **texts)


def _numbers(school_id: int, who: Iterable[tuple[int, Incoming]]) -> Iterable[tuple[int, str, str]]:
    for person, row in who:
        values = _new(row)
        code, number = values.get("code"), values.get("number")
        if code and code_kind(str(code)) != "own":
            yield person, code_kind(str(code)), kept_code(school_id, str(code))
        if number:
            yield person, "citizen", str(number)


def _ties(who: Iterable[tuple[int, Incoming]]) -> Iterable[Tie]:
    for person, row in who:
        changed = _new(row)
        for relation in RELATIONS:
            if changed.get(relation) or changed.get(f"{relation}_phone"):
                name, phone = row.values.get(relation), row.values.get(f"{relation}_phone")
                yield Tie(person, relation, str(name or ""), str(phone or ""))


def _keep(school_id: int, import_id: int, kept: list[Kept]) -> None:
    """Remember what was done, in its order."""
    rows = (
        (place, one.table, one.row, None if one.before is None else json.dumps(one.before))
        for place, one in enumerate(kept)
    )
    with copied("list_changes", 'place int, "table" text, "row" bigint, before jsonb', rows) as cursor:
        cursor.execute(
            'INSERT INTO enrolment_listchange (school_id, part_of, "table", "row", before)'
            ' SELECT %s, %s, "table", "row", before FROM list_changes ORDER BY place',
            [school_id, import_id],
        )


def _record(actor: Actor, school_id: int, verb: str, who: Iterable[tuple[int, Incoming]]) -> None:
    """One entry a pupil: what was filled in, and what it was before."""
    changes = [Change(str(row.values.get("name", "")), row.old or None, _new(row), person) for person, row in who]
    record(actor, school_id, BOOK, verb, changes)


def take_rows_back(school_id: int, import_id: int, rows: Sequence[Incoming]) -> None:
    """Undo everything that an import did; each row is an entry of the ledger."""
    one = Import.objects.get(school_id=school_id, pk=import_id)
    changes = ListChange.objects.filter(school_id=school_id, part_of=import_id).order_by("-id")
    kept = [Kept(*row) for row in changes.values_list("table", "row", "before")]
    unseat([each for each in kept if each.table == TABLE])
    people.take_back([each for each in kept if each.table != TABLE])
    changes.delete()
    record(orderer(one), school_id, BOOK, "undo", [_undone(row) for row in rows])


def _undone(row: Incoming) -> Change:
    filled = row.values if row.made else {code: row.values.get(code) for code in row.old}
    return Change(str(row.values.get("name", "")), filled, None if row.made else row.old, row.key)
