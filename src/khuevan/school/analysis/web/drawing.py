"""Subjects over the years as HTML, with small drawings beside them: points of lines for SVG. The table says the same
in words. Not a template: a dozen subjects of some years take ten times as long in one."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from ..queries.years import SubjectWay

WIDTH, HEIGHT, EDGE = 96, 28, 4


def lines(subjects: Iterable[SubjectWay]) -> SafeString:
    """A row a subject: its name, its line, a cell a year."""
    return mark_safe("".join(map(_line, subjects)))  # noqa: S308 - all of it is escaped


def _line(way: SubjectWay) -> str:
    cells = "".join([f'<td class="mid">{escape(cell or "—")}</td>' for cell in way.cells])
    return f'<tr><th scope="row">{escape(way.name)}</th><td class="spark-cell">{spark(way)}</td>{cells}</tr>'


def spark(way: SubjectWay) -> str:
    """Years from left to right, marks 0 to 10 from the bottom to the top; "" where fewer than two years have marks."""
    step = (WIDTH - 2 * EDGE) / max(1, len(way.tenths) - 1)
    places = [
        (round(EDGE + n * step), round(HEIGHT - EDGE - mark * (HEIGHT - 2 * EDGE) / 100))
        for n, mark in enumerate(way.tenths)
        if mark is not None
    ]
    if len(places) < 2:
        return ""
    points, (x, y) = " ".join(f"{x},{y}" for x, y in places), places[-1]
    return (
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false"><polyline class="spark__line" points="{points}"/>'
        f'<circle class="spark__end" cx="{x}" cy="{y}" r="2.5"/></svg>'
    )
