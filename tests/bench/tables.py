"""Tables for the terminal and for docs/performance.md."""

Table = list[list[str]]
"""The head, then the lines."""


def number(value: float) -> str:
    """Two or three digits that mean something, with a comma."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f}".replace(".", ",")


def markdown(table: Table) -> str:
    """A table for a page, in columns that can be read in a terminal too."""
    widths = [max(len(line[n]) for line in table) for n in range(len(table[0]))]
    rows = [
        [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))] for line in table
    ]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in [rows[0], rule, *rows[1:]])
