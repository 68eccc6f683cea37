"""A bank in somebody's own file: its rows as phrases, read through the door for spreadsheets. Writes nothing.

It is not one of that door's imports: those belong to a school's office and are seen by it, these are the teacher's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.errors import DomainError, Invalid
from khuevan.platform.sheets.api import Table, open_file, proposal_for, read_column, read_table, said
from khuevan.registry.accounts.api import Actor

from ..adapters.phrase_layout import LAYOUT, PART_OF, bands_of, subjects_of
from ..policies import home_of

MOST_ROWS = 1000


@dataclass(frozen=True)
class Row:
    """A row of the file (its number there) as it was read, with what is wrong with it."""

    number: int
    text: str
    part: str
    subjects: tuple[str, ...]
    bands: tuple[int, ...]
    wrong: str = ""


def read_phrases(actor: Actor, content: bytes, name: str, checked: Callable[[Row], object]) -> list[Row]:
    """The phrases of a file or paste. ``checked`` raises ``DomainError`` for what cannot be kept.

    Raises ``Unreadable`` for no spreadsheet, ``Invalid`` for one without such a list.
    """
    school, _owner = home_of(actor)
    table = read_table(open_file(content, name).sheets, LAYOUT.known)
    columns = proposal_for(school, LAYOUT, table).columns if table else {}
    if table is None or "text" not in columns:
        raise Invalid(
            _("Không tìm thấy cột “Câu nhận xét” trong tệp."),
            hint=_("Dòng đầu ghi tên cột: Câu nhận xét; có thể thêm Phần, Môn, Mức."),
        )
    if len(table.rows) > MOST_ROWS:
        raise Invalid(
            _("Tệp quá %(n)d câu.") % {"n": MOST_ROWS}, hint=_("Chia tệp thành nhiều phần rồi nhập từng phần.")
        )
    return [_judged(row, checked) for row in _rows(table, columns) if row.text]


def _rows(table: Table, columns: dict[str, tuple[int, ...]]) -> list[Row]:
    values: dict[str, list[str]] = {}
    wrong: dict[int, str] = {}
    for field in LAYOUT.fields:
        places = columns.get(field.code, ())
        column = read_column([row[places[0]] if places else None for row in table.rows], field)
        values[field.code] = [str(value or "") for value in column.values]
        wrong |= {index: said(problem) for index, problem in column.problems.items() if places}
    found = []
    for index, number in enumerate(table.numbers):
        text, part, subject, level = (values[code][index] for code in ("text", "part", "subject", "level"))
        subjects, bands, why = subjects_of(subject), bands_of(level), wrong.get(index, "")
        if subjects is None:
            why = why or _("Không có môn “%(name)s”. Sửa tên môn, hoặc để trống.") % {"name": subject}
        if not bands:
            why = why or _("Không rõ mức “%(level)s”. Ghi Tốt, Khá, Đạt, Chưa đạt, hoặc T, H, C.") % {"level": level}
        found.append(Row(number + 1, text, PART_OF.get(part, "strength"), subjects or (), bands, why))
    return found


def _judged(row: Row, checked: Callable[[Row], object]) -> Row:
    if row.wrong:
        return row
    try:
        checked(row)
    except DomainError as error:
        return Row(row.number, row.text, row.part, row.subjects, row.bands, str(error))
    return row
