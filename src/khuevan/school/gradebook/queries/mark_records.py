"""The pupils of a book with their marks, as a list that comes in is compared with them."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from khuevan.kernel.dates import PartialDate
from khuevan.platform.sheets.api import Record
from khuevan.registry.isolation.api import among
from khuevan.registry.people.api import ExternalId, plain_code
from khuevan.school.enrolment.api import ClassSubject

from .cases import closed_cells
from .retests import NOT_ASKED, asked_again
from .roster import Listed, with_levels, with_marks, with_year
from .sheets import YEAR, Cells, PrimarySheet, is_primary, sheet_of, term_of


def listed(book: ClassSubject, part: int) -> list[tuple[Listed, Cells, str]]:
    """Pupils of the class with their cells in a term or period, and why nobody may fill them in ("" if one may)."""
    sheet, primary = sheet_of(book, part), is_primary(book.school_class)
    if primary:
        pairs = with_levels(book, part)
    else:
        pairs = with_year(book) if part == YEAR else with_marks(book, part)
    shut = closed_cells(book, term_of(part) if primary else part)
    return [(pupil, sheet.cells(row), _why(sheet, part, pupil, row, shut.get(pupil.id, ""))) for pupil, row in pairs]


def _why(sheet, part, pupil, row, shut: str) -> str:
    if shut or isinstance(sheet, PrimarySheet) or part != YEAR or asked_again(sheet, pupil, row):
        return shut
    return _(NOT_ASKED)


def records(book: ClassSubject, part: int, codes: Collection[str] = ()) -> list[Record]:
    """A record for each pupil; ``code`` is the one of theirs that ``codes`` name, else the Ministry's, or another."""
    rows = listed(book, part)
    known = _codes([pupil for pupil, _cells, _shut in rows])
    return [_record(pupil, cells, shut, known[pupil.id], codes, book) for pupil, cells, shut in rows]


def _codes(pupils: Collection[Listed]) -> dict[int, list[str]]:
    """All codes of pupils, the Ministry's first, our own last."""
    found: dict[int, list[str]] = {pupil.id: [] for pupil in pupils}
    kept = ExternalId.objects.filter(person_id__in=among(found), valid_to=None).exclude(kind="citizen")
    for person, value in kept.order_by("kind").values_list("person_id", "value"):
        found[person].append(plain_code(value))
    for pupil in pupils:
        found[pupil.id].append(pupil.code)
    return found


def _record(
    pupil: Listed, cells: Cells, shut: str, own: list[str], codes: Collection[str], book: ClassSubject
) -> Record:
    birth = PartialDate(pupil.birth_year, pupil.birth_month, pupil.birth_day) if pupil.birth_year else None
    asked = [code for code in own if code in codes]
    who = {
        "code": asked[0] if asked else (None if codes else own[0]),
        "name": pupil.name,
        "birth": birth.iso if birth else None,
        "class": book.school_class.name,
    }
    left = _("%(name)s đã rời lớp ngày %(day)s, không ghi được nữa.")
    blocked = left % {"name": pupil.name, "day": f"{pupil.left_on:%d/%m/%Y}"} if pupil.left_on else ""
    label = f"{pupil.name}, {birth}" if birth else pupil.name
    return Record(pupil.id, {**who, **cells}, label, "", blocked, dict.fromkeys(cells, shut) if shut else {})
