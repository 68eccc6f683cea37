"""From sheets to the one list that is meant, in Unicode."""

from collections.abc import Collection

from .cells import Sheet
from .legacy_fonts import converted, recognise
from .tables import Table, choose_table


def in_unicode(sheet: Sheet) -> str:
    """Turn the sheet's text from a legacy font into Unicode, in place; the font, or "" if there was none."""
    fonts: set[str] = set()
    columns = range(sheet.width)
    whole = recognise(cell for row in sheet.rows[:500] for cell in row if isinstance(cell, str))
    for column in columns:
        cells = (row[column] for row in sheet.rows)
        font = recognise(cell for cell in cells if isinstance(cell, str)) or whole
        if not font:
            continue
        fonts.add(font)
        for row in sheet.rows:
            cell = row[column]
            if isinstance(cell, str) and not cell.isascii():
                row[column] = converted(cell, font)
    return min(fonts, default="")


def read_table(sheets: list[Sheet], known: Collection[str] = (), name: str = "") -> Table | None:
    """The list among the sheets, converted, or nothing. ``known`` and ``name`` as in `choose_table`."""
    fonts = {sheet.name: in_unicode(sheet) for sheet in sheets}
    table = choose_table(sheets, known, name)
    if table is not None:
        table.font = fonts[table.sheet]
    return table
