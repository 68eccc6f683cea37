"""The sheet of one subject of a class: a term or the whole year, a period in primary classes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from khuevan.registry.accounts.api import Actor
from khuevan.school.gradebook.api import Opened, book_grid, is_primary, part_name

from ..rules.tables import NAME, NUMBER, Cell, Head, Paper, Table, numbered, tenths
from .heading import TT22, TT27, where

YEAR = 3
_REGULAR = "Thường xuyên"


def book_paper(actor: Actor, opened: Opened) -> tuple[Paper, list[int]]:
    """The paper of a book and the ids of the pupils on it; the year (3) holds both terms too.

    Two queries a term.
    """
    book, primary = opened.thing, is_primary(opened.thing.school_class)
    parts = (1, 2, YEAR) if opened.part == YEAR and not primary else (opened.part,)
    grids = [book_grid(actor, replace(opened, part=part)) for part in parts]
    teacher = book.teacher.full_name if book.teacher else ""
    signs = (("Giáo viên môn học", teacher), ("Tổ trưởng chuyên môn", ""))
    place = where(book.school_class)
    tables = [
        Table(
            f"Bảng theo dõi và đánh giá môn {book.subject.name}",
            part_name(primary, part),
            f"{place} · {part_name(primary, part)}",
            [NUMBER, NAME, *map(head_of, grid["columns"])],
            [_line(number, row, grid["columns"]) for number, row in enumerate(grid["rows"], 1)],
            signs=signs,
        )
        for part, grid in zip(parts, grids, strict=True)
    ]
    law = TT27 if primary else TT22
    title = f"{book.subject.name} {book.school_class.name}"
    file = f"so-diem-{book.subject_id.lower().replace('_', '-')}-{book.school_class.name}-{opened.part}"
    paper = Paper(f"Bảng điểm {title}", "", f"{book.subject.name} · {place}", law, file, tables)
    return paper, sorted({pk for grid in grids for pk in grid["students"]})


def head_of(column: Mapping[str, Any]) -> Head:
    """A column of a grid on paper: regular marks stand together, words get room."""
    if column["key"].startswith("tx"):
        return Head(column["label"], _REGULAR)
    if column["kind"] == "text":
        return Head(column["label"], share=8, left=True)
    return Head(column["label"], share=1.7 if column["kind"] == "computed" else 1.3)


def _line(number: int, row: Mapping[str, Any], columns: list[Mapping[str, Any]]) -> list[Cell]:
    return [number, numbered(row["name"], row.get("note", "")), *(_cell(row, column) for column in columns)]


def _cell(row: Mapping[str, Any], column: Mapping[str, Any]) -> Cell:
    if column["kind"] == "computed":
        return as_number(row.get("computed", {}).get(column["key"], ""))
    shorts = {option["value"]: option["short"] for option in column.get("options", [])}
    return shown(row["cells"].get(column["key"]), column["kind"], shorts)


def shown(value: Any, kind: str, shorts: Mapping[str, str]) -> Cell:
    """What a grid holds in a cell of a kind, as a paper shows it."""
    if value is None:
        return None
    if kind == "score":
        return tenths(value)
    if kind == "count":
        return int(value)
    return value if kind == "integer" else shorts.get(value, str(value))


def as_number(said: str) -> Cell:
    """``8,5`` as a number, so that a spreadsheet can count with it; words stay words."""
    whole, comma, decimal = said.partition(",")
    return int(whole + decimal) / 10 if comma and whole.isdecimal() and decimal.isdecimal() else said
