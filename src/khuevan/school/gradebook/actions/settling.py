"""Hold what somebody typed against what is stored: what changes, what is refused, where two people differ."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.school.enrolment.api import Pupil

from ..queries.columns import Column, Value
from ..queries.sheets import Cells

MOST_EDITS = 4000
_ASKED = frozenset({"row", "column", "value"})
Closed = Callable[[Pupil, Column], str]
"""Why nobody may edit a pupil's cell in a column; "" if one may."""


@dataclass(frozen=True)
class Edit:
    """One cell as it was typed: ``row`` is the pupil's uid, ``base`` the value that stood there when it was typed.

    ``id`` is the UUID by which a browser knows the edit, "" without.
    """

    row: str
    column: str
    value: Value
    base: Value
    id: str = ""


@dataclass(frozen=True)
class Changed:
    """One cell that gets another value."""

    pupil: Pupil
    column: Column
    old: Value
    new: Value


@dataclass
class Settled:
    """The outcome: ``cells`` are all cells of the changed pupils as they will be, by student id."""

    changes: list[Changed] = field(default_factory=list)
    cells: dict[int, Cells] = field(default_factory=dict)
    saved: list[dict[str, Any]] = field(default_factory=list)
    clashes: list[tuple[Edit, Changed]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)


def read_edits(given: Any) -> list[Edit]:
    """The edits of a request; the last one counts where a cell comes twice. Raises ``Invalid`` if they are none."""
    if not isinstance(given, list) or len(given) > MOST_EDITS:
        raise _unreadable()
    edits = {}
    for one in given:
        if not isinstance(one, Mapping) or not one.keys() >= _ASKED:
            raise _unreadable()
        row, column = one["row"], one["column"]
        values = (one["value"], one.get("base"))
        if not isinstance(row, str) or not isinstance(column, str) or not all(map(_is_value, values)):
            raise _unreadable()
        edits[row, column] = Edit(row, column, *values, _id(one.get("id")))
    return list(edits.values())


def _id(given: Any) -> str:
    try:
        return str(UUID(given)) if given else ""
    except (ValueError, AttributeError, TypeError):
        raise _unreadable() from None


def _is_value(value: Any) -> bool:
    return value is None or isinstance(value, str) or type(value) is int


def _unreadable() -> Invalid:
    hint = _("Hãy tải lại trang rồi lưu lại; những gì đã gõ vẫn còn.")
    return Invalid(_("Không đọc được các ô gửi lên."), hint=hint)


def settle(
    edits: Iterable[Edit],
    columns: Sequence[Column],
    pupils: Sequence[Pupil],
    stored: Mapping[int, Cells],
    closed: Closed | None = None,
    *,
    trusting: bool = False,
) -> Settled:
    """Compare edits with ``stored`` cells (by student id; all pupils have them).

    ``trusting`` does not ask whether somebody else changed the cell meanwhile.
    """
    by_key = {column.key: column for column in columns}
    by_row = {str(pupil.uid): pupil for pupil in pupils}
    settled = Settled()
    for edit in edits:
        try:
            _settle_one(_find(edit, by_key, by_row, closed or anything), edit, stored, settled, trusting)
        except Invalid as error:
            settled.refused.append({"row": edit.row, "column": edit.column, "message": error.message})
    return settled


def _find(
    edit: Edit, columns: Mapping[str, Column], pupils: Mapping[str, Pupil], closed: Closed
) -> tuple[Pupil, Column]:
    pupil, column = pupils.get(edit.row), columns.get(edit.column)
    if pupil is None:
        raise Invalid(_("Học sinh không có trong danh sách lớp này."))
    if column is None:
        raise Invalid(_("Cột này không có trong sổ."))
    if reason := _left(pupil) or closed(pupil, column):
        raise Invalid(reason)
    return pupil, column


def _settle_one(
    found: tuple[Pupil, Column], edit: Edit, stored: Mapping[int, Cells], settled: Settled, trusting: bool
) -> None:
    pupil, column = found
    new = column.check(edit.value)
    old = settled.cells.get(pupil.id, stored[pupil.id])[column.key]
    if not trusting and old not in (new, edit.base) and old != _as_base(column, edit.base):
        settled.clashes.append((edit, Changed(pupil, column, old, new)))
        return
    if old != new:
        settled.cells.setdefault(pupil.id, dict(stored[pupil.id]))[column.key] = new
        settled.changes.append(Changed(pupil, column, old, new))
    settled.saved.append({"row": edit.row, "column": edit.column, "value": new})


def settle_again(
    settled: Settled,
    edits: Iterable[Edit],
    columns: Sequence[Column],
    pupils: Sequence[Pupil],
    stored: Mapping[int, Cells],
) -> None:
    """Answer edits that were saved before with what the cells hold now; their pupils are computed with the rest."""
    by_key = {column.key: column for column in columns}
    by_row = {str(pupil.uid): pupil for pupil in pupils}
    for edit in edits:
        pupil, value = by_row.get(edit.row), edit.value
        if pupil and edit.column in by_key:
            value = settled.cells.get(pupil.id, stored[pupil.id])[edit.column]
            if pupil.left_on is None:
                settled.cells.setdefault(pupil.id, dict(stored[pupil.id]))
        settled.saved.append({"row": edit.row, "column": edit.column, "value": value})


def _as_base(column: Column, value: Value) -> Value:
    """What the page held, in the form in which values are kept."""
    try:
        return column.check(value)
    except Invalid:
        return value


def anything(_pupil: Pupil, _column: Column) -> str:
    """Nothing is closed."""
    return ""


def by_pupil(shut: Mapping[int, str] | None) -> Closed:
    """All cells of some pupils are closed, for these reasons by student id."""
    reasons = shut or {}
    return lambda pupil, _column: reasons.get(pupil.id, "")


def _left(pupil: Pupil) -> str:
    if pupil.left_on is None:
        return ""
    return _("Em đã rời lớp ngày %(day)s, không sửa được nữa.") % {"day": f"{pupil.left_on:%d/%m/%Y}"}


def rows_of(edits: Iterable[Edit]) -> set[UUID]:
    """The pupils' uids that edits name; what is no uid names nobody."""
    found = set()
    for edit in edits:
        with suppress(ValueError):
            found.add(UUID(edit.row))
    return found
