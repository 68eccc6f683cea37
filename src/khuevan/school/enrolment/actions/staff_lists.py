"""The list of staff, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Iterable, Iterator

from khuevan.kernel.clock import today
from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Wanted, Written
from khuevan.registry.audit.api import Change
from khuevan.registry.people import api as people

from ..adapters.staff_layouts import STAFF
from ..queries.staff_dependents import staff_dependents
from ..queries.staff_records import check_staff, staff_found, staff_now
from .list_changes import OfficeList, facts_of, keep, new_values, numbers_of, undo_kept, undone, write_down

BOOK = "staff"


class StaffList(OfficeList):
    """Fulfils the port `platform.sheets.Target` for those who work at a school."""

    layout = STAFF

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
        ids, kept = people.make_people(school_id, "staff", today(), [facts_of(row.values) for row in fresh])
        made = {row.row: person for row, person in zip(fresh, ids, strict=True)}
        who = [(row.key or made[row.row], row) for row in given]
        kept += people.change_people({person: facts_of(new_values(row)) for person, row in who if row.key})
        kept += people.affiliate(school_id, "staff", today(), [person for person, row in who if row.key])
        kept += people.give_numbers(today(), one.file.name, numbers_of(school_id, who))
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
