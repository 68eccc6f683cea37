"""A list as a page shows it: the table, or list of cards, that carries ``data-file``, as rows of cells.

What people see is what they get: the texts of the cells; numbers and whole dates become numbers and dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import html

from ..rules.cells import Cell

_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d+))?")
_SILENT = {"script", "style", "svg", "button", "select", "template", "input", "textarea", "dialog"}
_BREAKS = {"br", "p", "div", "li", "small", "dd", "dt"}


@dataclass(slots=True)
class Screen:
    """What one page shows of a list. ``more``: another page follows."""

    title: str
    headers: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    more: bool = False


def read_screen(page: str, name: str) -> Screen | None:
    """The list of a page that is marked ``data-file="name"``, or nothing."""
    root = html.document_fromstring(page)
    found = root.xpath("//*[@data-file=$name]", name=name)
    if not found:
        return None
    title = (
        root.xpath("string(//caption[ancestor::*[@data-file=$name]])", name=name) or root.xpath("string(//h1)")
    ).strip()
    more = bool(root.xpath("//nav[contains(@class, 'pages')]//a[@rel='next']"))
    headers, rows = _table(found[0]) if found[0].tag == "table" else _cards(found[0])
    return Screen(title, headers, rows, more)


def _table(table: html.HtmlElement) -> tuple[list[str], list[list[Cell]]]:
    """Columns without a name hold buttons and stay away; a cell over several columns stands in the first."""
    heads = table.xpath("./thead/tr")
    names = [_grid_names(row) for row in heads]
    width = max(map(len, names), default=0)
    labels = [
        " – ".join(dict.fromkeys(level[at] for level in names if at < len(level) and level[at])) for at in range(width)
    ]
    kept = [at for at, label in enumerate(labels) if label]
    rows = []
    for row in table.xpath("./tbody/tr | ./tfoot/tr | ./tr"):
        cells: list[Cell] = []
        for one in row.xpath("./td | ./th"):
            cells += [_cell(one), *[""] * (int(one.get("colspan", "1")) - 1)]
        cells += [""] * (width - len(cells))
        rows.append([cells[at] for at in kept])
    return [labels[at] for at in kept], rows


def _grid_names(row: html.HtmlElement) -> list[str]:
    return [text for one in row.xpath("./th | ./td") for text in [_text(one)] * int(one.get("colspan", "1"))]


def _cards(frame: html.HtmlElement) -> tuple[list[str], list[list[Cell]]]:
    """Items of a list, with what is a column of its own under ``data-label``."""
    items = [
        {one.get("data-label"): _cell(one) for one in item.xpath(".//*[@data-label]")}
        for item in frame.xpath(".//*[@data-item]") or frame.xpath("./*")
    ]
    headers = list(dict.fromkeys(label for item in items for label in item))
    return headers, [[item.get(label, "") for label in headers] for item in items if item]


def _cell(one: html.HtmlElement) -> Cell:
    """``data-value`` where the page shows less than there is, else the text."""
    text = one.get("data-value")
    text = _text(one) if text is None else text
    if found := _DAY.fullmatch(text):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return text
    if "num" in (one.get("class") or "").split() and (number := _NUMBER.fullmatch(text)):
        plain = text.replace(".", "").replace(",", ".")
        return float(plain) if number[1] else int(plain)
    return text


def _text(one: html.HtmlElement) -> str:
    return " ".join("".join(_pieces(one)).split())


def _pieces(one: html.HtmlElement) -> Iterator[str]:
    yield one.text or ""
    for child in one:
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            yield " " if child.tag in _BREAKS else ""
            yield from _pieces(child)
            yield " " if child.tag in _BREAKS else ""
        yield child.tail or ""
