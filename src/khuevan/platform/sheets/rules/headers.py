"""The header of a list: one row or several, with merged cells, somewhere in the first rows of a sheet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from khuevan.kernel.text import fold

from .cells import Cell, Fault, Sheet, is_blank, text_of
from .labels import plain_name

LOOKED_AT = 60
"""Rows among which the header must be."""
_LONGEST, _DEEPEST = 150, 3


@dataclass(slots=True)
class Header:
    """Where the header is: indices into the sheet's rows (none where the list has no header), a label per column.

    ``anchor`` is the column of the first label; ``leads`` is what the header's rows say there.
    """

    first: int
    last: int
    rows: tuple[int, ...]
    labels: list[str]
    levels: list[list[Cell]]
    joined: frozenset[int]
    anchor: int = 0

    @property
    def leads(self) -> frozenset[Cell]:
        """What the rows of the header say in the column ``anchor``."""
        return frozenset(level[self.anchor] for level in self.levels)

    def is_repeated(self, row: list[Cell]) -> bool:
        """Whether a row says one level of the header again, as printed pages do."""
        return any(_same(level, row) for level in self.levels)


def find_header(sheet: Sheet, known: Collection[str]) -> Header | None:
    """The header, by the names that are known and by how its cells differ from those beneath."""
    width = sheet.width
    if not width:
        return None
    candidates = range(min(LOOKED_AT, len(sheet.rows)))
    scores = {index: _score(sheet.rows[index], width, known) for index in candidates}
    best = max(candidates, key=lambda index: (scores[index], -index), default=None)
    if best is None or scores[best] <= 0 or _looks_like_data(sheet, best, known):
        return _headerless(sheet)
    rows = _levels(sheet, best)
    filled = {row: _filled(sheet, row) for row in rows}
    labels = [_label([filled[row][column] for row in rows]) for column in range(width)]
    levels = [sheet.rows[row] for row in rows]
    anchor = min(index for level in levels for index, cell in enumerate(level) if not is_blank(cell))
    return Header(rows[0], rows[-1], tuple(rows), labels, levels, _joined(sheet, rows), anchor)


def _same(level: list[Cell], row: list[Cell]) -> bool:
    own = [index for index, cell in enumerate(level) if not is_blank(cell)]
    same = sum(1 for index in own if fold(text_of(row[index])) == fold(text_of(level[index])))
    return same >= 2 and same >= 0.8 * len(own)


def _headerless(sheet: Sheet) -> Header | None:
    first = next((index for index, row in enumerate(sheet.rows) if sum(not is_blank(cell) for cell in row) > 1), None)
    if first is None:
        first = 0 if sheet.width == 1 else None
    if first is None:
        return None
    return Header(first, first - 1, (), [""] * sheet.width, [], frozenset())


def _is_value(cell: Cell) -> bool:
    """A number or a date, as no header is, also when it is written as text."""
    if isinstance(cell, int | float | date | datetime | Fault):
        return True
    text = text_of(cell)
    digits = sum(char.isdigit() for char in text)
    return digits > 0 and digits >= 0.6 * len(text.replace("/", "").replace("-", "").replace(".", "").replace(",", ""))


def _score(row: list[Cell], width: int, known: Collection[str]) -> float:
    """How much a row looks like a header: 10 for each known name, 1 for each short text, less for values."""
    score, seen = 0.0, set()
    for cell in row:
        if is_blank(cell):
            continue
        name = plain_name(text_of(cell))
        if _is_value(cell) or len(name) > _LONGEST:
            score -= 1.5
        elif name in seen:
            score -= 0.5
        else:
            score += 10 if name in known else 1
        seen.add(name)
    return score if len(seen) >= min(2, width) else 0.0


def _looks_like_data(sheet: Sheet, index: int, known: Collection[str]) -> bool:
    """Whether the best row is already somebody's: it holds values, as do the rows beneath, and no known name."""
    row = sheet.rows[index]
    names = [cell for cell in row if not is_blank(cell)]
    if any(plain_name(text_of(cell)) in known for cell in names):
        return False
    values = [column for column, cell in enumerate(row) if not is_blank(cell) and _is_value(cell)]
    below = [other for other in sheet.rows[index + 1 : index + 4] if not all(map(is_blank, other))]
    return len(values) >= 0.3 * len(names) and all(_is_value(other[column]) for other in below for column in values[:1])


def _levels(sheet: Sheet, best: int) -> list[int]:
    """The rows of the header: levels above that span several columns, levels beneath that merged cells reach into."""
    rows = [best]
    while rows[0] > 0 and len(rows) < _DEEPEST and (_spans(sheet, rows[0] - 1) or _stands_over(sheet, rows[0] - 1)):
        rows.insert(0, rows[0] - 1)
    while rows[-1] + 1 < len(sheet.rows) and len(rows) < _DEEPEST and _continues(sheet, rows[-1]):
        rows.append(rows[-1] + 1)
    return rows


def _spans(sheet: Sheet, row: int) -> bool:
    """Whether a row above has at least two labels, one of them over several columns: a level, and no title."""
    labels = [cell for cell in sheet.rows[row] if not is_blank(cell)]
    if len(labels) < 2 or any(map(_is_value, labels)):
        return False
    number = sheet.top + row
    areas = [area for area in sheet.merged if area[0] == number]
    wide = [area for area in areas if area[3] > area[1] and area[2] == number]
    return bool(wide) and bool([area for area in areas if area[2] > number])


def _stands_over(sheet: Sheet, row: int) -> bool:
    """The same where nothing is merged, as in a paste: most labels stand above, some of them open to those beneath."""
    return not sheet.merged and _continues(sheet, row)


def _continues(sheet: Sheet, row: int) -> bool:
    """Whether the next row fills what this one leaves open under a wide label."""
    number, below = sheet.top + row, sheet.rows[row + 1]
    labels = [column for column, cell in enumerate(below) if not is_blank(cell)]
    if not labels or any(_is_value(below[column]) for column in labels):
        return False
    tall = [area for area in sheet.merged if area[0] <= number < area[2]]
    wide = [area for area in sheet.merged if area[0] == number == area[2] and area[3] > area[1]]
    under = {column - sheet.left for area in wide for column in range(area[1], area[3] + 1)}
    if sheet.merged:
        return bool(set(labels) <= under) if wide else bool(tall) and _open(sheet, row, labels)
    return _open(sheet, row, labels) and len(labels) < sum(not is_blank(cell) for cell in sheet.rows[row])


def _open(sheet: Sheet, row: int, labels: list[int]) -> bool:
    """At least one label stands under an empty cell, and all stand under an empty cell or beside one."""
    above = sheet.rows[row]
    under_blank = [column for column in labels if is_blank(above[column])]
    beside = [column for column in labels if column + 1 < len(above) and is_blank(above[column + 1])]
    return bool(under_blank) and set(labels) <= set(under_blank) | set(beside)


def _filled(sheet: Sheet, row: int) -> list[str]:
    """The labels of one level, each written over all columns that it spans."""
    texts = [" ".join(text_of(cell).split()) for cell in sheet.rows[row]]
    number = sheet.top + row
    for top, left, bottom, right in sheet.merged:
        if top == number and 0 <= left - sheet.left < len(texts):
            for column in range(left - sheet.left, min(right - sheet.left + 1, len(texts))):
                texts[column] = texts[left - sheet.left]
        elif top < number <= bottom and 0 <= left - sheet.left < len(texts):
            texts[left - sheet.left] = ""
    if not sheet.merged and row + 1 < len(sheet.rows) and _continues(sheet, row):
        below = sheet.rows[row + 1]
        for column in range(1, len(texts)):
            if not texts[column] and not is_blank(below[column]):
                texts[column] = texts[column - 1]
    return texts


def _label(levels: list[str]) -> str:
    """The levels of one column from the top, without repetitions."""
    distinct = [text for index, text in enumerate(levels) if text and text not in levels[:index]]
    return " > ".join(distinct)


def _joined(sheet: Sheet, rows: list[int]) -> frozenset[int]:
    """Columns that share one merged label with the column before: family name and given name, mostly."""
    numbers = {sheet.top + row for row in rows}
    low = max(numbers)
    found = set()
    for top, left, bottom, right in sheet.merged:
        if top in numbers and bottom >= low and right > left:
            found |= set(range(left - sheet.left + 1, right - sheet.left + 1))
    return frozenset(found)
