"""The list of staff, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Collection, Iterable, Iterator

from khuevan.kernel.clock import today
from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Value, Wanted, Written
from khuevan.registry.audit.api import Change
from khuevan.registry.people import api as people
from khuevan.registry.people.api import Facts

from ..adapters.pupil_layout import code_kind, kept_code
from ..adapters.staff_layouts import STAFF
from ..queries.staff_dependents import staff_dependents
from ..queries.staff_records import check_staff, staff_found, staff_now
from .list_changes import keep, new_values, undo_kept, undone, write_down

BOOK = "staff"


class StaffList:
    """Fulfils the port `platform.sheets.Target` for those who work at a school."""

    layout = STAFF
    kinds = frozenset({"leader", "clerk"})

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """None."""
        return ()

    def groups(self, school_id: int) -> list[str]:
        """None."""
        return []

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """Who works there."""
        return staff_now(school_id)

    def check(self, school_id: int, rows: Rows) -> None:
        """Numbers of people elsewhere."""
        check_staff(rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Everybody at the school who might be meant."""
        return staff_found(school_id, wanted)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error; each is an entry of the ledger."""
        given = list(rows)
        one = Import.objects.select_related("file").get(school_id=school_id, pk=import_id)
        fresh = [row for row in given if row.key is None]
        ids, kept = people.make_people(school_id, "staff", today(), [_facts(row.values) for row in fresh])
        made = {row.row: person for row, person in zip(fresh, ids, strict=True)}
        who = [(row.key or made[row.row], row) for row in given]
        kept += people.change_people({person: _facts(new_values(row)) for person, row in who if row.key})
        kept += people.affiliate(school_id, "staff", today(), [person for person, row in who if row.key])
        kept += people.give_numbers(today(), one.file.name, _numbers(school_id, who))
        titles = {person: str(new_values(row)["title"]) for person, row in who if new_values(row).get("title")}
        kept += people.entitle(school_id, "staff", titles)
        keep(school_id, import_id, kept)
        changes = [Change(str(row.values.get("name", "")), row.old or None, new_values(row)) for _person, row in who]
        write_down(one, BOOK, "import", changes)
        return [Written(row.row, person) for person, row in who]

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Classes, teaching, accounts, later imports."""
        return staff_dependents(school_id, import_id, keys)

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Everything as it was."""
        undo_kept(school_id, import_id)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        write_down(one, BOOK, "undo", [undone(row, str(row.values.get("name", ""))) for row in rows])


def _facts(values: dict[str, Value]) -> Facts:
    texts = {name: str(values.get(name) or "") for name in ("birth", "ethnicity", "birth_place", "phone")}
    return Facts(full_name=str(values.get("name") or ""), sex=int(values.get("sex") or 0), **texts)


def _numbers(school_id: int, who: Iterable[tuple[int, Incoming]]) -> Iterable[tuple[int, str, str]]:
    for person, row in who:
        values = new_values(row)
        code, number = str(values.get("code") or ""), str(values.get("number") or "")
        if code and code_kind(code) != "own":
            yield person, code_kind(code), kept_code(school_id, code)
        if number:
            yield person, "citizen", number
