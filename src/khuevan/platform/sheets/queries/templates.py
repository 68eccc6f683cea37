"""Lists for others: their own blank form filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..adapters.comments import with_comments
from ..adapters.filling import Entry, fill_rows, fill_sheet
from ..adapters.opening import open_file
from ..ports import Target
from ..rules.judging import judge, wanted
from ..rules.labels import last_level, plain_name
from ..rules.layouts import Field, Kind, Layout
from ..rules.matching import propose
from ..rules.rows import Verdict, read_rows
from ..rules.tables import NUMBERING, TECHNICAL, Table, find_table, welcome
from ..rules.values import Value, shown
from .dry_run import comments_of, said


@dataclass(frozen=True)
class Column:
    """A column of the form: its place in the table, its field, and whether it wants codes instead of names."""

    place: int
    field: Field
    coded: bool


@dataclass(frozen=True)
class Filled:
    """The form with the rows in it.

    ``fields``: field → column (from 0) that it went to; ``left``: columns that nothing of ours belongs in.
    """

    content: bytes
    fields: dict[str, int]
    left: list[str]


def fill_template(
    content: bytes, layout: Layout, records: Iterable[Mapping[str, Value]], *, sheet: str = "", ordinal: bool = True
) -> Filled:
    """Fill a blank .xlsx form of somebody else with records (field → value), from the first row under its header.

    Columns are matched by name as on the way in; a catalogue column gets the code where its name begins with "Mã".
    ``sheet``: where to write, "" for the one that matches best; ``ordinal``: number the rows where there is such a
    column. Examples in the form go. Raises ``Unreadable``, and ``Invalid`` where no column is ours.
    """
    form, columns = _form(content, layout, sheet)
    number = _ordinal(form) if ordinal else None
    rows = (_entries(record, index, columns, number, form.left) for index, record in enumerate(records, 1))
    more = [one.row for one in form.skipped if one.why in (TECHNICAL, NUMBERING)]
    filled = fill_sheet(content, form.sheet, max([*form.header_rows, *more]) + 1, rows, form.numbers)
    taken = {column.place for column in columns.values()} | {number}
    left = [label for column, label in enumerate(form.headers) if label and column not in taken]
    return Filled(filled, {code: form.left + column.place for code, column in columns.items()}, left)


def fill_members(content: bytes, target: Target, school_id: int) -> Filled:
    """Fill a form of a list of members. Where it lists them already, each row gets the values of its own member,
    whatever the order; names and the other side's keys, hidden or not, stay, and a row that is nobody's, or may be
    somebody else's, gets a comment instead. A form without names gets everybody in our order.

    Raises as `fill_template`, and ``Invalid`` where the form lists others.
    """
    layout = target.layout
    form, columns = _form(content, layout)
    if not form.rows:
        return fill_template(content, layout, [one.values for one in target.records(school_id)])
    by = {layout.by_code, layout.by_number, layout.by_name, layout.by_birth}
    rows = read_rows(form, layout, {code: found for code, found in propose(form, layout).columns.items() if code in by})
    known = {one.key: one for one in target.find(school_id, wanted(rows))}
    judge(rows, known.values())
    if rows.stops:
        raise Invalid(" ".join(said(stop) for stop in rows.stops), code="other_template")
    own = {code: column for code, column in columns.items() if not layout.by[code].points}
    entries = {
        rows.numbers[index]: _entries(known[key].values, 0, own, None, form.left)
        for index, key in enumerate(rows.keys)
        if key is not None and rows.verdicts[index] not in (Verdict.ERROR, Verdict.DOUBTFUL)
    }
    filled = with_comments(fill_rows(content, form.sheet, entries), form.sheet, comments_of(rows, form))
    return Filled(filled, {code: form.left + column.place for code, column in own.items()}, [])


def _form(content: bytes, layout: Layout, sheet: str = "") -> tuple[Table, dict[str, Column]]:
    """The list in a blank form, and where our fields belong. Raises ``Unreadable``, ``Invalid``."""
    book = open_file(content)
    if book.kind != "xlsx":
        raise Invalid(_("Mẫu phải là tệp .xlsx."), hint=_("Mở mẫu bằng Excel, chọn Lưu thành (Save As) dạng .xlsx."))
    found = [find_table(one, layout.known) for one in book.sheets if sheet in ("", one.name)]
    tables = [one for one in found if one is not None]
    form = max(tables, key=lambda one: sum(welcome(label, layout.known) for label in one.headers), default=None)
    columns = _columns(form, layout) if form else {}
    if form is None or not any(layout.by[code].required for code in columns):
        raise Invalid(
            _("Mẫu này không có cột nào của danh sách “%(title)s”.") % {"title": _(layout.title)},
            hint=_("Kiểm tra xem đã chọn đúng mẫu chưa."),
            code="other_template",
        )
    return form, columns


def _columns(form: Table, layout: Layout) -> dict[str, Column]:
    """Field → column. Examples do not speak against a name, so the form is matched without its rows."""
    bare = Table(form.sheet, form.headers, form.header_rows, [], [], form.left, joined=form.joined)
    return {
        code: Column(columns[0], layout.by[code], plain_name(last_level(form.headers[columns[0]])).startswith("ma "))
        for code, columns in propose(bare, layout).columns.items()
    }


def _ordinal(form: Table) -> int | None:
    return next((column for column, label in enumerate(form.headers) if plain_name(label) in ("stt", "tt")), None)


def _entries(
    record: Mapping[str, Value], index: int, columns: Mapping[str, Column], number: int | None, left: int
) -> dict[int, Entry]:
    entries: dict[int, Entry] = {} if number is None else {left + number: index}
    for code, column in columns.items():
        value = record.get(code)
        if value is not None:
            entries[left + column.place] = str(value) if column.coded else _entry(value, column.field)
    return entries


def _entry(value: Value, about: Field) -> Entry:
    if about.kind == Kind.TENTHS:
        return int(value or 0) / 10
    if about.kind == Kind.WHOLE:
        return int(value or 0)
    return str(value) if about.kind == Kind.CODE else shown(value, about)
