"""Tables for the terminal."""

import shutil
import textwrap
from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]], width: int = 0) -> str:
    """Rows under a header; the last column is wrapped to the terminal's width (or ``width`` characters)."""
    width = width or shutil.get_terminal_size((110, 24)).columns
    columns = list(zip(header, *rows, strict=True))
    sizes = [max(map(len, column)) for column in columns]
    sizes[-1] = max(20, min(sizes[-1], width - sum(sizes[:-1]) - 2 * len(sizes)))
    rule = "  ".join("─" * size for size in sizes)
    lines = [_line(header, sizes), rule]
    for row in rows:
        *cells, last = row
        first, *more = textwrap.wrap(last, sizes[-1]) or [""]
        lines.append(_line([*cells, first], sizes))
        lines += [_line([*[""] * len(cells), part], sizes) for part in more]
    return "\n".join(lines)


def _line(cells: Sequence[str], sizes: Sequence[int]) -> str:
    return "  ".join(cell.ljust(size) for cell, size in zip(cells, sizes, strict=True)).rstrip()
