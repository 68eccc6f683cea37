"""Write the rows of a list of pupils, and take them back: a few statements, however many rows."""

from collections.abc import Iterable, Sequence

from khuevan.kernel.clock import today
from khuevan.platform.sheets.api import Import, Incoming, Written, far
from khuevan.registry.audit.api import Change
from khuevan.registry.people import api as people
from khuevan.registry.people.api import Tie

from ..adapters.pupil_layout import RELATIONS
from ..models import SchoolClass
from ..queries.years import working_year
from .list_changes import facts_of, keep, new_values, numbers_of, undo_kept, undone, write_down
from .seating import day_in, seat

BOOK = "pupils"
PARTS = 10
"""Writing takes about so many equal parts of time, by which its progress is told."""


def write_rows(school_id: int, import_id: int, rows: Sequence[Incoming]) -> list[Written]:
    """People, numbers, guardians, affiliations and places in classes; each row is an entry of the ledger."""
    year = working_year(school_id)
    day, first_day = day_in(school_id, year)
    one = Import.objects.select_related("file").get(school_id=school_id, pk=import_id)
    fresh = [row for row in rows if row.key is None]
    ids, kept = people.make_people(school_id, "pupil", first_day, [facts_of(row.values) for row in fresh])
    far(3, PARTS)
    made = {row.row: person for row, person in zip(fresh, ids, strict=True)}
    who = [(made.get(row.row) or row.key or 0, row) for row in rows]
    kept += people.change_people({person: facts_of(new_values(row)) for person, row in who if row.key})
    kept += people.affiliate(school_id, "pupil", day, [person for person, row in who if row.key])
    far(4, PARTS)
    kept += people.give_numbers(today(), one.file.name, numbers_of(school_id, who))
    far(5, PARTS)
    kept += people.tie_guardians(school_id, today(), list(_ties(who)), frozenset(ids))
    far(8, PARTS)
    places = dict(SchoolClass.objects.filter(school_id=school_id, year=year).values_list("name", "id"))
    kept += seat(school_id, year, {person: places[str(row.values["class"])] for person, row in who if _moves(row)})
    far(9, PARTS)
    keep(school_id, import_id, kept)
    changes = [Change(str(row.values.get("name", "")), row.old or None, new_values(row), person) for person, row in who]
    write_down(one, BOOK, "import", changes)
    return [Written(row.row, person) for person, row in who]


def _moves(row: Incoming) -> bool:
    return bool(new_values(row).get("class"))


def _ties(who: Iterable[tuple[int, Incoming]]) -> Iterable[Tie]:
    for person, row in who:
        changed = new_values(row)
        for relation in RELATIONS:
            if changed.get(relation) or changed.get(f"{relation}_phone"):
                name, phone = row.values.get(relation), row.values.get(f"{relation}_phone")
                yield Tie(person, relation, str(name or ""), str(phone or ""))


def take_rows_back(school_id: int, import_id: int, rows: Sequence[Incoming]) -> None:
    """Undo everything that an import did; each row is an entry of the ledger."""
    undo_kept(school_id, import_id)
    one = Import.objects.get(school_id=school_id, pk=import_id)
    write_down(one, BOOK, "undo", [undone(row, str(row.values.get("name", "")), row.key) for row in rows])
