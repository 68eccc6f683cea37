"""The body of the table of spreads. Not a template: fifty bars of five bands take ten times as long in one."""

from collections.abc import Iterable, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from khuevan.kernel.marks import format_tenths

from ..queries.school_view import GroupLine

_SVG = '<svg class="spread" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
_FEW = '<td></td><td class="num">&lt; 5</td>'
_NONE = '<td class="num">—</td>'
ANY = "00000000-0000-0000-0000-000000000000"


def spread_rows(lines: Iterable[GroupLine], by: str, averages: bool, year: int) -> SafeString:
    """A row a group; classes and schools lead to their page, in the same year."""
    pages = {"class": "analysis:class", "school": "analysis:school"}
    start, _any, end = reverse(pages[by], args=[ANY]).partition(ANY) if by in pages else ("", "", "")
    end += f"?by=subject&amp;year={year}" if by == "school" else ""
    rows = []
    for line in lines:
        label = escape(str(line.group.label or "—"))
        head = f'<a href="{start}{escape(str(line.group.key))}{end}">{label}</a>' if by in pages else label
        rows.append(
            f'<tr><th scope="row">{head}</th>{_told(line, averages) if line.told else _few(line, averages)}</tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 - everything that people wrote is escaped


def _told(line: GroupLine, averages: bool) -> str:
    css = "spread-cell" if averages else "spread-cell spread-cell--levels"
    means = (format_tenths(line.mean), format_tenths(line.group.median)) if averages else ()
    numbers = "".join(f'<td class="num">{one}</td>' for one in (line.group.n, *means))
    cells = "".join(f'<td class="num" title="{n}">{percent}%</td>' for n, percent in line.cells)
    return f'<td class="{css}">{_bar(line.bar)}</td>{numbers}{cells}'


def _few(line: GroupLine, averages: bool) -> str:
    return _FEW + _NONE * (2 * averages + len(line.cells))


def _bar(bands: Sequence[tuple[object, object]]) -> str:
    """The lowest band first: start and width of 100."""
    drawn = "".join(
        f'<rect class="spread__band spread__band--{n}" x="{start}" y="0" width="{width}" height="10"/>'
        for n, (start, width) in enumerate(bands)
        if width
    )
    return f"{_SVG}{drawn}</svg>"
