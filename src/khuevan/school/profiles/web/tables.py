"""How complete schools are, as long tables: school by school, unit by unit."""

from collections.abc import Iterable
from urllib.parse import quote_plus

from django.utils.translation import gettext as _

from khuevan.kernel.tables import Cell, Column, Linked, Table

from ..queries.schools import SchoolScore
from .parts import tenths


def school_table(scores: Iterable[SchoolScore], kind: str) -> Table:
    """A line a school."""
    return Table([Column(_("Trường")), *_heads(kind)], [(one.name, *_cells(one)) for one in scores])


def unit_table(scores: Iterable[SchoolScore], head: str, kind: str, by: str) -> Table:
    """A line a unit; a commune leads to its schools."""
    heads = [Column(head), Column(_("Trường"), number=True), *_heads(kind)]
    return Table(heads, [(_unit(one.name, kind, by), one.schools, *_cells(one)) for one in scores])


def _unit(name: str, kind: str, by: str) -> Cell:
    if not name:
        return _("Chưa xếp được (đã chia tách, giải thể hoặc thiếu địa bàn)")
    return Linked(name, f"?kind={kind}&q={quote_plus(name)}") if by == "commune" else name


def _heads(kind: str) -> list[Column]:
    who = _("Học sinh") if kind == "pupil" else _("Nhân sự")
    labels = who, _("Điểm"), _("Đầy đủ (%%)") % (), _("Có chỗ mâu thuẫn"), _("Chưa có số định danh")
    return [Column(label, number=True) for label in labels]


def _cells(one: SchoolScore) -> tuple[Cell, ...]:
    return one.people, tenths(one.tenths) or "—", one.complete, one.wrong, one.no_number
