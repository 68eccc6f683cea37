"""What pages of reports have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.insight.statistics.api import LEVELS, say
from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Crumb
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import grade_name

from ..api import COLUMNS, PERIODS, SECTIONS, SEVERAL, Round, columns_of, demand, key_of, lines_of

GRADED = ("lop_", "hs_", "dung_")


@dataclass(frozen=True)
class Cell:
    """A figure as it stands, and as it was frozen where that differs."""

    text: str
    was: str = ""


@dataclass(frozen=True)
class Table:
    """The lines of a level and section."""

    level: str
    section: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def reader(request: HttpRequest) -> Actor:
    """Who reads reports. Raises ``NotFound``."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    demand(actor, "read")
    return actor


def title_of(one: Round) -> str:
    """``Đầu năm học 2025–2026``."""
    return f"{_(PERIODS[one.period].title)} {year_label(one.year)}"


def tables_of(figures: Mapping[str, int], was: Mapping[str, int] | None = None) -> list[Table]:
    """Every line that the figures have, level by level."""
    keys = {*figures, *(was or {})}
    found = []
    for level in (*LEVELS, SEVERAL):
        lines = [line for line in lines_of(level, True) if key_of(level, line.code) in keys]
        for section, words in SECTIONS.items():
            some = [line for line in lines if line.section == section]
            if some:
                heads = tuple(_(COLUMNS[column]) for column in columns_of(some[0]))
                rows = tuple((line_name(level, line), _cells(level, line, figures, was)) for line in some)
                found.append(Table(level_name(level), _(words), heads, rows))
    return found


def _cells(level: str, line: Any, figures: Mapping[str, int], was: Mapping[str, int] | None) -> tuple[Cell, ...]:
    keys = [key_of(level, line.code, column) for column in columns_of(line)]
    return tuple(_cell(figures.get(key, 0), figures.get(key, 0) if was is None else was.get(key, 0)) for key in keys)


def _cell(now: int, then: int) -> Cell:
    return Cell(say(now), say(then) if now != then else "")


def level_name(level: str) -> str:
    """Of a level, or of what a school of several has in common."""
    return _(LEVELS[level]) if level in LEVELS else _("Chung các cấp")


def line_name(level: str, line: Any) -> str:
    """``Học sinh: Khối 3``."""
    n = grade_name(line.n) if line.code.startswith(GRADED) and isinstance(line.n, int) else line.n
    return _(line.title) % {"n": _(n) if isinstance(n, str) else n} if line.n is not None else _(line.title)


def changes_of(changes: Iterable[Any]) -> list[tuple[str, str, str, str]]:
    """Level and line in words, column, before, after."""
    found = []
    for key, before, after in changes:
        level, name, *column = key.partition("@")[0].split(".")
        line = next((one for one in lines_of(level, True) if one.code == name), None)
        if line and "@" not in key:
            words = f"{level_name(level)} · {line_name(level, line)}"
            found.append((words, _(COLUMNS["".join(column)]), say(before), say(after)))
    return found


def way(*more: Crumb) -> list[Crumb]:
    """The path to a page."""
    return [Crumb(_("Báo cáo thống kê"), reverse("reports:index") if more else ""), *more]
