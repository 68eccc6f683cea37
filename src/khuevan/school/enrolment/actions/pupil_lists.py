"""The list of pupils with their class, as the spreadsheet door takes it in and gives it out."""

from collections.abc import Collection, Iterable, Iterator

from khuevan.platform.sheets.api import Incoming, Record, Rows, Wanted, Written

from ..adapters.pupil_layout import LAYOUT
from ..queries.list_classes import class_names
from ..queries.pupil_checks import check_rows
from ..queries.pupil_dependents import dependents_of
from ..queries.pupil_records import seated_records, wanted_records
from .pupil_rows import take_rows_back, write_rows


class Pupils:
    """Fulfils the port `platform.sheets.Target` for the pupils of a school's working year."""

    layout = LAYOUT
    kinds = frozenset({"leader", "clerk"})

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """They themselves."""
        return keys

    def groups(self, school_id: int) -> list[str]:
        """The classes of the working year."""
        return class_names(school_id)

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """Who is in a class, or in any."""
        return seated_records(school_id, group)

    def check(self, school_id: int, rows: Rows) -> None:
        """Unknown classes, numbers of people elsewhere, telephones of nobody."""
        check_rows(school_id, rows)

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Everybody at the school who might be meant."""
        return wanted_records(school_id, wanted)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error."""
        return write_rows(school_id, import_id, list(rows))

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Marks, transcripts, later imports, accounts of parents."""
        return dependents_of(school_id, import_id, keys)

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """Everything as it was."""
        take_rows_back(school_id, import_id, list(rows))
