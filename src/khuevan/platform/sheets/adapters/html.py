"""Reads web pages that older school software saves under the name .xls."""

from lxml import etree, html

from ..rules.cells import BLANK, Area, Cell, Sheet, Workbook, squared
from . import refusals


def read_html(text: str) -> Workbook:
    """Every table of the page as one sheet. Raises ``Unreadable``."""
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refusals.broken() from error
    tables = [table for table in page.iter("table") if not any(True for _inner in table.iterdescendants("table"))]
    sheets = [_sheet(f"{number}", table) for number, table in enumerate(tables, 1)]
    return Workbook("html", [sheet for sheet in sheets if sheet.rows])


def _sheet(name: str, table: html.HtmlElement) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[Area] = []
    covered: set[tuple[int, int]] = set()
    for element in table.iter("tr"):
        row: list[Cell] = []
        for cell in element.iter("td", "th"):
            while (len(rows), len(row)) in covered:
                row.append(BLANK)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            if wide * high > 1:
                area = (len(rows), len(row), len(rows) + high - 1, len(row) + wide - 1)
                merged.append(area)
                covered |= {(r, c) for r in range(area[0] + 1, area[2] + 1) for c in range(area[1], area[3] + 1)}
            row += [" ".join(cell.text_content().split())] + [BLANK] * (wide - 1)
        rows.append(row)
        if len(rows) * max(len(row), 1) > refusals.MOST_CELLS:
            raise refusals.too_many_cells(name, f"A{len(rows)}")
    return Sheet(name, squared(rows), merged=merged)


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), 500) if text.isdigit() else 1
