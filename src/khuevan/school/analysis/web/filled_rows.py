"""The body of the table of how full books are by school. Not a template, as `spread_rows`."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from khuevan.school.gradebook.api import SchoolProgress

from .spread_rows import ANY


def filled_rows(lines: Iterable[SchoolProgress], year: int) -> SafeString:
    """A row a school, which leads to its page in the same year."""
    start, _any, end = reverse("analysis:school", args=[ANY]).partition(ANY)
    language = get_language()
    rows = [
        f'<tr><th scope="row"><a href="{start}{one.uid}{end}?year={year}">{escape(one.name)}</a></th>'
        f'<td class="num">{one.classes}</td><td>{_bar(one.state, one.percent, language)}</td>'
        f'<td class="num">{one.missing}</td></tr>'
        for one in lines
    ]
    return mark_safe("".join(rows))  # noqa: S308 - everything that people wrote is escaped


@lru_cache(maxsize=512)
def _bar(state: str, percent: int, language: str | None) -> str:
    """Drawn once for each percent and ``language``, which is that of the request."""
    return render_to_string("gradebook/parts/fullness.html", {"state": state, "percent": percent})
