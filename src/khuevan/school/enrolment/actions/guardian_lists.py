"""The list of parents and guardians, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Collection, Iterable, Iterator

from khuevan.kernel.clock import today
from khuevan.platform.sheets.api import Import, Incoming, Record, Rows, Wanted, Written
from khuevan.registry.audit.api import Change
from khuevan.registry.isolation.api import among
from khuevan.registry.people import api as people
from khuevan.registry.people.api import Guardianship, Tie

from ..adapters.guardian_layout import LAYOUT
from ..queries.list_classes import class_names
from ..queries.list_guardians import check_guardians, guardians_now, guardians_wanted
from ..queries.pupil_dependents import families, later
from .list_changes import keep, new_values, undo_kept, undone, write_down

BOOK = "pupils"


class Guardians:
    """Fulfils the port `platform.sheets.Target` for those who answer for a school's pupils; keys are ties."""

    layout = LAYOUT
    kinds = frozenset({"leader", "clerk"})

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """The children."""
        return set(Guardianship.objects.filter(pk__in=among(keys)).values_list("student_id", flat=True))

    def groups(self, school_id: int) -> list[str]:
        """The classes of the working year."""
        return class_names(school_id)

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """Parents of a class, or of all."""
        return guardians_now(school_id, group)

    def check(self, school_id: int, rows: Rows) -> None:
        """Whose parents they are."""
        check_guardians(school_id, rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Who answers for these pupils now."""
        return guardians_wanted(wanted)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error; each is an entry of the ledger."""
        given = list(rows)
        ties = [_tie(row) for row in given]
        keep(school_id, import_id, people.tie_guardians(school_id, today(), ties))
        found = Guardianship.objects.filter(valid_to=None, student_id__in=among({tie.student for tie in ties}))
        keys = {
            (student, relation): key for key, student, relation in found.values_list("pk", "student_id", "relation")
        }
        changes = [
            Change(f"{row.values['guardian']}", row.old or None, new_values(row), tie.student)
            for row, tie in zip(given, ties, strict=True)
        ]
        write_down(Import.objects.get(school_id=school_id, pk=import_id), BOOK, "import", changes)
        return [Written(row.row, keys[tie.student, tie.relation]) for row, tie in zip(given, ties, strict=True)]

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Accounts of parents, later imports."""
        return [*later(school_id, import_id), *families(school_id, import_id)]

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Everything as it was."""
        undo_kept(school_id, import_id)
        one = Import.objects.get(school_id=school_id, pk=import_id)
        changes = [undone(row, str(row.values["guardian"]), _tie(row).student) for row in rows]
        write_down(one, BOOK, "undo", changes)


def _tie(row: Incoming) -> Tie:
    student, _space, relation = str(row.values["tie"]).partition(" ")
    return Tie(int(student), relation, str(row.values["guardian"] or ""), str(row.values.get("phone") or ""))
