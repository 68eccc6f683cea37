"""What every list that comes in does: find who works with whom, keep what was done, write it down, take it back."""

import json
from collections.abc import Collection, Iterable, Sequence

from khuevan.platform.sheets.api import Import, Incoming, Value, far, orderer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.isolation.api import copied
from khuevan.registry.people import api as people
from khuevan.registry.people.api import Facts, Kept

from ..adapters.pupil_layout import code_kind, kept_code
from ..models import ListChange
from .seating import TABLE, unseat

COLUMNS = 'place int, "table" text, first bigint, last bigint, before jsonb'


class OfficeList:
    """What a list is unless it says otherwise: of the office, about no pupils, not told apart by classes."""

    kinds = frozenset({"leader", "clerk"})
    only = home = ""

    def may(self, _actor: Actor) -> bool:
        """Whoever holds such a role."""
        return True

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """None."""
        return ()

    def groups(self, school_id: int) -> list[str]:
        """None."""
        return []


def new_values(row: Incoming) -> dict[str, Value]:
    """What a row fills in: all of something new, of others what changes."""
    return row.values if row.key is None else {code: row.values.get(code) for code in row.old}


def facts_of(values: dict[str, Value]) -> Facts:
    """What a row says about a person."""
    texts = {name: str(values.get(name) or "") for name in ("birth", "ethnicity", "birth_place", "phone")}
    return Facts(full_name=str(values.get("name") or ""), sex=int(values.get("sex") or 0), **texts)


def numbers_of(school_id: int, who: Iterable[tuple[int, Incoming]]) -> Iterable[tuple[int, str, str]]:
    """Codes and personal numbers that rows fill in: person, kind, value."""
    for person, row in who:
        values = new_values(row)
        code, number = str(values.get("code") or ""), str(values.get("number") or "")
        if code and code_kind(code) != "own":
            yield person, code_kind(code), kept_code(school_id, code)
        if number:
            yield person, "citizen", number


def keep(school_id: int, import_id: int, kept: Iterable[Kept]) -> None:
    """Remember what was done, in its order."""
    rows = (
        (place, one.table, one.row, one.row if one.last is None else one.last, _json(one))
        for place, one in enumerate(kept)
    )
    with copied("list_changes", COLUMNS, rows) as cursor:
        cursor.execute(
            'INSERT INTO enrolment_listchange (school_id, part_of, "table", first, last, before)'
            ' SELECT %s, %s, "table", first, last, before FROM list_changes ORDER BY place',
            [school_id, import_id],
        )


def _json(one: Kept) -> str | None:
    return None if one.before is None else json.dumps(one.before)


def write_down(one: Import, book: str, verb: str, changes: Sequence[Change]) -> None:
    """An entry of the ledger for every row, in the name of whoever brought the list."""
    record(orderer(one), one.school_id, book, verb, changes)


def undo_kept(school_id: int, import_id: int) -> list[Kept]:
    """Take back people, numbers, ties and places in classes; what else was done, the last one first."""
    changes = ListChange.objects.filter(school_id=school_id, part_of=import_id).order_by("-id")
    kept = [Kept(*row) for row in changes.values_list("table", "first", "before", "last")]
    unseat([each for each in kept if each.table == TABLE])
    people.take_back([each for each in kept if each.table in PEOPLE], far)
    changes.delete()
    return [each for each in kept if each.table not in (TABLE, *PEOPLE)]


PEOPLE = ("person", "affiliation", "externalid", "guardianship")


def undone(row: Incoming, name: str, student_id: int | None = None) -> Change:
    """How the ledger says that a row was taken back."""
    filled = row.values if row.made else {code: row.values.get(code) for code in row.old}
    return Change(name, filled, None if row.made else row.old, student_id)
