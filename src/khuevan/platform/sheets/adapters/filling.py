"""Writes rows into somebody else's .xlsx, by editing the one sheet: styles, hidden columns, validations, formulas,
comments and all other parts stay (ECMA-376 part 1 §18.3.1.73, §18.3.1.4).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from lxml import etree

from ..rules.cells import address, column_index, column_letters
from . import refusals
from .ooxml import sheet_parts
from .packages import Package
from .xml import tree

Entry = str | int | float | bool
"""What a cell may get. Text stays text, also where it looks like a number."""

_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def fill_sheet(
    content: bytes, sheet: str, first: int, rows: Iterable[Mapping[int, Entry]], clear: Iterable[int] = ()
) -> bytes:
    """The file with ``rows`` (column → entry) from row ``first`` on, counted from 0; formats are those of that row.

    ``clear``: rows of examples whose entries go. Cells with formulas are left as they are.
    """
    package = Package(content)
    part = sheet_parts(package)[sheet]
    root = tree(package.read(part))
    space = etree.QName(root).namespace
    data = root.find(f"{{{space}}}sheetData")
    if data is None:
        raise refusals.broken()
    there = {int(row.get("r", "0")): row for row in data}
    if 0 in there or any(cell.get("r") is None for row in data for cell in row):
        raise refusals.save_as_xlsx(".xlsx")
    for number in clear:
        if number + 1 in there:
            _clear(there[number + 1], space)
    _unlink(root, first + 1, space)
    styles = _styles(root, there.get(first + 1), space)
    todo = iter(rows)
    number = first + 1
    last, widest = max(there, default=0), 0
    while number <= last and (entries := next(todo, None)) is not None:
        _fill_row(data, there, number, entries, styles, space)
        widest, number = max(widest, *entries, 0), number + 1
    new = [_row_text(number + index, entries, styles) for index, entries in enumerate(todo)]
    prefix = f"{root.prefix}:" if root.prefix else ""
    _widen(root, space, number + len(new) - 1, max([widest, *styles]))
    package.write(part, _with_rows(root, new, prefix))
    return package.save()


def fill_rows(content: bytes, sheet: str, rows: Mapping[int, Mapping[int, Entry | None]]) -> bytes:
    """The file with entries in rows that are there (row and column from 0). Cells with formulas stay as they are."""
    package = Package(content)
    part = sheet_parts(package)[sheet]
    root = tree(package.read(part))
    space = etree.QName(root).namespace
    data = root.find(f"{{{space}}}sheetData")
    if data is None or any(row.get("r") is None or any(cell.get("r") is None for cell in row) for row in data):
        raise refusals.save_as_xlsx(".xlsx")
    there = {int(row.get("r", "0")): row for row in data}
    for number, entries in rows.items():
        _fill_row(data, there, number + 1, entries, {}, space)
    package.write(part, _with_rows(root, [], ""))
    return package.save()


def fill_cells(content: bytes, sheet: str, cells: Mapping[tuple[int, int], Entry | None]) -> bytes:
    """The file with entries in cells (row and column from 0); ``None`` empties one. Cells with formulas stay."""
    rows: dict[int, dict[int, Entry | None]] = {}
    for (row, column), entry in cells.items():
        rows.setdefault(row, {})[column] = entry
    return fill_rows(content, sheet, rows)


def _with_rows(root: etree._Element, new: list[str], prefix: str) -> bytes:
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if not new:
        return text
    end = _END.search(text)
    if end is None:
        raise refusals.broken()
    rows = "".join(new)
    if prefix:
        rows = re.sub(r"<(/?)(?=[a-z])", rf"<\1{prefix}", rows)
    if end[0].endswith(b"/>"):
        body = f"<{prefix}sheetData>{rows}</{prefix}sheetData>".encode()
        return text[: end.start()] + body + text[end.end() :]
    return text[: end.start()] + rows.encode() + text[end.start() :]


def _clear(row: etree._Element, space: str) -> None:
    for cell in row:
        if cell.find(f"{{{space}}}f") is None:
            _empty(cell)


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def _unlink(root: etree._Element, first: int, space: str) -> None:
    """Links of examples go too: an empty cell may still lead to somebody's address."""
    for links in root.findall(f"{{{space}}}hyperlinks"):
        for link in list(links):
            place = _REFERENCE.match(link.get("ref", ""))
            if place and int(place[2]) >= first:
                links.remove(link)
        if not len(links):
            root.remove(links)


def _styles(root: etree._Element, pattern: etree._Element | None, space: str) -> dict[int, str]:
    """Column → format, as the first row to fill has it, or else the column."""
    found: dict[int, str] = {}
    for column in root.iterfind(f"{{{space}}}cols/{{{space}}}col"):
        style = column.get("style")
        if style:
            last = min(int(column.get("max", "1")), int(column.get("min", "1")) + refusals.MOST_COLUMNS)
            found |= dict.fromkeys(range(int(column.get("min", "1")) - 1, last), style)
    for cell in pattern if pattern is not None else ():
        if (place := _REFERENCE.match(cell.get("r", ""))) and cell.get("s"):
            found[column_index(place[1])] = cell.get("s", "")
    return found


def _fill_row(
    data: etree._Element, there: dict[int, etree._Element], number: int, entries: Mapping[int, Entry | None],
    styles: Mapping[int, str], space: str,
) -> None:  # fmt: skip
    row = there.get(number)
    if row is None:
        row = etree.Element(f"{{{space}}}row", r=str(number))
        after = [one for r, one in there.items() if r > number]
        after[0].addprevious(row) if after else data.append(row)
        there[number] = row
    row.attrib.pop("spans", None)
    cells = {column_index(_REFERENCE.match(cell.get("r"))[1]): cell for cell in row}  # type: ignore[index]
    for column, entry in sorted(entries.items()):
        cell = cells.get(column)
        if cell is None:
            cell = etree.Element(f"{{{space}}}c", r=address(number - 1, column))
            if column in styles:
                cell.set("s", styles[column])
            right = [one for place, one in sorted(cells.items()) if place > column]
            right[0].addprevious(cell) if right else row.append(cell)
            cells[column] = cell
        elif cell.find(f"{{{space}}}f") is not None:
            continue
        _empty(cell)
        if entry is not None:
            _put(cell, entry, space)


def _put(cell: etree._Element, entry: Entry, space: str) -> None:
    if isinstance(entry, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
        text.text = _ILLEGAL.sub("", entry)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    if isinstance(entry, bool):
        cell.set("t", "b")
    etree.SubElement(cell, f"{{{space}}}v").text = _number(entry)


def _number(entry: int | float | bool) -> str:
    return str(int(entry)) if isinstance(entry, bool | int) else repr(entry)


def _row_text(number: int, entries: Mapping[int, Entry], styles: Mapping[int, str]) -> str:
    return f'<row r="{number}">{"".join(_cells_text(number, entries, styles))}</row>'


def _cells_text(number: int, entries: Mapping[int, Entry], styles: Mapping[int, str]) -> Iterator[str]:
    for column in sorted(entries):
        entry = entries[column]
        style = f' s="{styles[column]}"' if column in styles else ""
        start = f'<c r="{column_letters(column)}{number}"{style}'
        if isinstance(entry, str):
            text = escape(_ILLEGAL.sub("", entry), quote=False)
            yield f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        elif isinstance(entry, bool):
            yield f'{start} t="b"><v>{int(entry)}</v></c>'
        else:
            yield f"{start}><v>{_number(entry)}</v></c>"


def _widen(root: etree._Element, space: str, last: int, column: int) -> None:
    """Let the sheet's stated size cover the rows."""
    size = root.find(f"{{{space}}}dimension")
    if size is None:
        return
    start, _colon, end = size.get("ref", "A1").partition(":")
    place = _REFERENCE.match(end or start)
    if place:
        right, bottom = max(column_index(place[1]), column), max(int(place[2]), last)
        size.set("ref", f"{start}:{column_letters(right)}{bottom}")
