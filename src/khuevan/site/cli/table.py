"""Tables for the terminal."""

import shutil
import textwrap
from collections.abc import Sequence
from itertools import zip_longest

NARROWEST = 16


def table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int = 0) -> str:
    """Rows under a header, wrapped to the terminal's width (or ``width`` characters)."""
    sizes = _sizes([header, *rows], width or shutil.get_terminal_size((110, 24)).columns)
    lines = [*_row(header, sizes), "  ".join("─" * size for size in sizes)]
    for row in rows:
        lines += _row(row, sizes)
    return "\n".join(lines)


def _sizes(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Column widths: as wide as the longest cell, then the widest give way, but never below NARROWEST."""
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    while sum(sizes) + 2 * (len(sizes) - 1) > width and max(sizes) > NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _row(cells: Sequence[str], sizes: Sequence[int]) -> list[str]:
    parts = [textwrap.wrap(cell, size) or [""] for cell, size in zip(cells, sizes, strict=True)]
    return [_line(line, sizes) for line in zip_longest(*parts, fillvalue="")]


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "  ".join(cell.ljust(size) for cell, size in zip(cells, sizes, strict=True)).rstrip()
