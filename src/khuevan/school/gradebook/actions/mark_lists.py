"""Marks of a book from a spreadsheet: through the same save as the grid, all or none, and taken back the same way."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, NotFound
from khuevan.platform.sheets.api import Import, Incoming, Layout, Problem, Record, Rows, Wanted, Written, orderer
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject

from ..policies import may
from ..queries.books import Opened
from ..queries.grids import book_title, in_records
from ..queries.locks import open_lock, refuse
from ..queries.mark_layout import FAMILY, layout_of
from ..queries.mark_records import listed, records
from ..queries.sheets import is_primary, sheet_of, term_of
from .marks import save_marks
from .primary import save_primary
from .saving import Reply
from .settling import Edit

KINDS = frozenset({"teacher"})


def list_code(book: ClassSubject, part: int) -> str:
    """How the spreadsheet door names the list of a book in a term or period."""
    return f"{FAMILY}-{book.uid.hex}-{part}"


def book_list(rest: str) -> "BookList":
    """The list of which `list_code` speaks, without its family. Raises ``NotFound``."""
    uid, _dash, part = rest.partition("-")
    try:
        found = ClassSubject.objects.select_related("school_class", "subject", "teacher").get(uid=UUID(hex=uid))
    except (ValueError, ClassSubject.DoesNotExist):
        found = None
    if found is None or not part.isdecimal() or int(part) not in range(1, 5 if is_primary(found.school_class) else 4):
        raise NotFound(_("Không tìm thấy sổ này."), hint=_("Sổ không có, hoặc không do thầy cô phụ trách."))
    return BookList(found, int(part))


class BookList:
    """Fulfils the port `platform.sheets.Target` for the marks of a class subject in a term or period."""

    kinds = KINDS

    def __init__(self, book: ClassSubject, part: int) -> None:
        self.book, self.part = book, part
        self.primary = is_primary(book.school_class)
        self.only = book.school_class.name
        self.home = f"{reverse('gradebook:book', args=[book.uid])}?term={part}"

    @property
    def layout(self) -> Layout:
        """The columns of the book."""
        title = in_records(book_title, Opened(self.book, self.part, None))
        return layout_of(list_code(self.book, self.part), title, sheet_of(self.book, self.part).columns)

    def may(self, actor: Actor) -> bool:
        """Who writes the book."""
        return may(actor, "write", self.book)

    def pupils(self, school_id: int, keys: Collection[int]) -> Collection[int]:
        """They themselves."""
        return keys

    def groups(self, school_id: int) -> list[str]:
        """The one class is given."""
        return []

    def records(self, school_id: int, group: str = "") -> Iterable[Record]:
        """Who is in the class now."""
        return [one for one in records(self.book, self.part) if not one.blocked]

    def check(self, school_id: int, rows: Rows) -> None:
        """A closed term takes nothing in."""
        term = term_of(self.part) if self.primary else self.part
        if lock := open_lock(school_id, self.book.school_class.year, term):
            closed = refuse(lock, term)
            rows.stops.append(Problem("%(what)s", "%(how)s", {"what": closed.message, "how": closed.hint}))

    def find(self, school_id: int, wanted: Wanted) -> Iterable[Record]:
        """Everybody who is or was in the class."""
        return records(self.book, self.part, wanted.codes)

    def write(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> Iterable[Written]:
        """All rows, or an error."""
        given = list(rows)
        self._save(import_id, _("Nhập từ tệp %(file)s"), [(row, row.values, row.old) for row in given])
        return [Written(row.row, row.key or 0) for row in given]

    def dependents(self, school_id: int, import_id: int, keys: frozenset[int]) -> list[str]:
        """Nothing that the save itself would not refuse: what was changed since, what is closed."""
        return []

    def take_back(self, school_id: int, import_id: int, rows: Iterator[Incoming]) -> None:
        """The marks that were there before."""
        self._save(import_id, _("Hoàn tác tệp %(file)s"), [(row, row.old, row.values) for row in rows])

    def _save(self, import_id: int, reason: str, rows: Sequence[tuple[Incoming, dict, dict]]) -> None:
        """``rows`` with the new and the old values; the cells are those that the import changed."""
        one = Import.objects.select_related("file").get(school_id=self.book.school_id, pk=import_id)
        uids = {pupil.id: str(pupil.uid) for pupil, _cells, _shut in listed(self.book, self.part)}
        edits = [
            Edit(uids[row.key or 0], code, new.get(code), old.get(code)) for row, new, old in rows for code in row.old
        ]
        save = save_primary if self.primary else save_marks
        said = reason % {"file": one.file.name}
        _refuse_partial(save(orderer(one), self.book, self.part, edits, reason=said))


def _refuse_partial(reply: Reply) -> None:
    """What the grid would show cell by cell holds a whole import back."""
    if reply["refused"]:
        raise Conflict(reply["refused"][0]["message"], hint=_("Kiểm tra lại tệp, rồi nhập."), code="refused")
    if reply["conflicts"]:
        raise Conflict(_("Có người vừa sửa điểm trong sổ này."), hint=_("Kiểm tra lại tệp, rồi nhập."), code="stale")
