"""The desk's long tables: school by school, unit by unit."""

from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import quote_plus
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.tables import Cell, Column, Linked, Table

from ..api import GroupLine, Numbers, SchoolLine


def school_table(lines: Iterable[SchoolLine], year: int) -> Table:
    """A line a school, each leading to its page."""
    pages, tail = _schools(), f"/?year={year}"
    heads = [Column(_("Mã trường")), Column(_("Trường")), Column(_("Số ngày trễ"), number=True), *_heads()]
    rows = [
        (one.school.code, Linked(one.school.name, f"{pages}{one.school.uid}{tail}"), one.late, *_cells(one.numbers))
        for one in lines
    ]
    return Table(heads, rows, name=1)


def unit_table(lines: Iterable[GroupLine], head: str, year: int, by: str) -> Table:
    """A line a unit; a commune leads to its schools."""
    first = [Column(head), Column(_("Trường"), number=True), Column(_("Trễ hạn"), number=True)]
    named = _linked(f"?year={year}&q=") if by == "commune" else str
    unknown = _("Chưa xếp được (đã chia tách, giải thể hoặc thiếu địa bàn)")
    rows = [(named(one.name) if one.name else unknown, one.schools, one.late, *_cells(one.numbers)) for one in lines]
    return Table([*first, *_heads()], rows)


def _linked(address: str) -> Callable[[str], Cell]:
    return lambda name: Linked(name, address + quote_plus(name))


def _heads() -> list[Column]:
    labels = (
        _("Học sinh"), _("Đã gửi"), _("Phần trăm đã gửi"), _("Chờ tiếp nhận"), _("Cần xem"), _("Đã tiếp nhận"),
        _("Trả lại"),
    )  # fmt: skip
    return [Column(label, number=True) for label in labels]


def _cells(n: Numbers) -> tuple[int, ...]:
    return n.pupils, n.sent, n.percent, n.submitted, n.doubtful, n.accepted, n.returned


@cache
def _schools() -> str:
    """The address under which schools stand; ``reverse`` for each is slow."""
    return reverse("review:school", args=[UUID(int=0)]).removesuffix(f"{UUID(int=0)}/")
