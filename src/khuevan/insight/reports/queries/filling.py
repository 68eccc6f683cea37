"""Fill the Ministry's blank form from a report."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.platform.sheets.api import Sheet, Workbook, address, fill_cells, open_file

from ..models import Report
from ..rules.counting import parted
from ..rules.forms import UNKNOWN, Form, FormCell, Page, read_form, wanted
from ..rules.lines import SEVERAL
from ..rules.periods import PERIODS
from .reports import standing_of

LARGEST = 5 * 2**20


@dataclass(frozen=True)
class Blank:
    """Cells of one row that were left blank for one reason: sheet, addresses, the row's words, the columns."""

    page: str
    places: str
    label: str
    heads: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class FilledForm:
    """The form with ``filled`` numbers in it, and what was left blank."""

    content: bytes
    filled: int
    blanks: list[Blank]


def fill_form(report: Report, content: bytes) -> FilledForm:
    """The blank form with every number that the report, as corrected, tells. What it does not tell is left blank,
    also where somebody else's number stood. Formulas, formats and other cells stay.

    Raises ``Unreadable``, and ``Invalid`` for another kind of file, form or period, or a level the report has not.
    """
    if len(content) > LARGEST:
        raise Invalid(_("Tệp lớn hơn 5 MB."), hint=_("Chọn mẫu biểu trống của Bộ, dạng .xlsx."))
    form = _recognised(open_file(content), report)
    told = standing_of(report)
    figures = told.figures if report.whole else parted(told.figures, told.declared["owner"], told.declared["region"])
    several = bool(figures.get(f"{SEVERAL}.ns"))
    filled, blank = wanted(form, figures, several)
    if not filled:
        raise Invalid(
            _("Báo cáo này không có số của cấp học trong mẫu."), hint=_("Chọn mẫu biểu của cấp học mà trường dạy.")
        )
    cells: dict[str, dict[tuple[int, int], int | str | None]] = defaultdict(dict)
    for cell in blank:
        cells[cell.page][cell.row, cell.column] = None
    for cell, value in filled.items():
        cells[cell.page][cell.row, cell.column] = value
    if form.unit_at:
        page, row, column = form.unit_at
        cells[page][row, column] = report.school.name
    for page, some in cells.items():
        content = fill_cells(content, page, some)
    return FilledForm(content, len(filled), _blanks(blank))


def _recognised(book: Workbook, report: Report) -> Form:
    if book.kind != "xlsx":
        raise Invalid(_("Mẫu phải là tệp .xlsx."), hint=_("Mở mẫu bằng Excel, chọn Lưu thành (Save As) dạng .xlsx."))
    form = read_form([_page(sheet) for sheet in book.sheets])
    if form is None:
        raise Invalid(
            _("Không nhận ra biểu thống kê của Bộ trong tệp này."),
            hint=_("Chọn tệp biểu trống có tiêu đề “Báo cáo thống kê giáo dục …” và cột “Mã số”."),
            code="other_template",
        )
    if form.period != report.round.period:
        said = {"form": _(PERIODS[form.period].title).lower(), "ours": _(PERIODS[report.round.period].title).lower()}
        raise Invalid(
            _("Mẫu này của kì %(form)s, báo cáo của kì %(ours)s.") % said, hint=_("Chọn đúng mẫu của kì báo cáo.")
        )
    return form


def _page(sheet: Sheet) -> Page:
    """The sheet from its very first cell; a fault stands where a formula does not compute."""
    rows = [[""] * (sheet.left + len(row)) for row in sheet.rows]
    for place, row in enumerate(sheet.rows):
        rows[place][sheet.left :] = [_text(cell) for cell in row]
    return Page(sheet.name, [[] for _n in range(sheet.top)] + rows, sheet.merged)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if cell is not None else ""


def _blanks(some: list[FormCell]) -> list[Blank]:
    """Row by row; a sheet that is none of ours is one entry."""
    found = []
    for (page, why, row), group in groupby(some, key=lambda cell: (cell.page, cell.why, _row(cell))):
        cells = list(group)
        places = [address(cell.row, cell.column) for cell in (cells[0], cells[-1])]
        label = cells[0].label if row is not None else _("cả phần")
        heads = tuple(cell.head for cell in cells) if row is not None else ()
        found.append(Blank(page, "–".join(dict.fromkeys(places)), label, heads, _(UNKNOWN[why])))
    return found


def _row(cell: FormCell) -> int | None:
    return None if cell.why == "sheet" else cell.row
