"""A grid as words, for pages to print and for browsers without scripts."""

from dataclasses import dataclass
from typing import Any

from khuevan.kernel.marks import format_tenths


@dataclass(frozen=True)
class Line:
    """One pupil: place in the list, name, what stands under it, and the cells with the kinds of their columns."""

    number: int
    name: str
    note: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """Heads of the columns (label, title, kind), and lines."""

    heads: list[tuple[str, str, str]]
    lines: list[Line]


def sheet_on_paper(grid: dict[str, Any]) -> Paper:
    """The words of a grid as ``book_grid`` or ``class_grid`` gives it."""
    columns = grid["columns"]
    heads = [(column["label"], column["title"], column["kind"]) for column in columns]
    lines = [
        Line(number, row["name"], row.get("note", ""), [(_words(row, column), column["kind"]) for column in columns])
        for number, row in enumerate(grid["rows"], 1)
    ]
    return Paper(heads, lines)


def _words(row: dict[str, Any], column: dict[str, Any]) -> str:
    if column["kind"] == "computed":
        return str(row.get("computed", {}).get(column["key"], ""))
    value = row["cells"].get(column["key"])
    if value is None:
        return ""
    if column["kind"] == "score":
        return format_tenths(value)
    shorts = {option["value"]: option["short"] for option in column.get("options", [])}
    return str(shorts.get(value, value))
