"""An indicator by school: fifty a page, found by name, the lowest or the highest first."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from khuevan.insight.statistics.api import Told, names_of
from khuevan.kernel.text import fold

PAGE, LONGEST = 50, 80


def text_in(request: HttpRequest) -> str:
    """The words that are looked for."""
    return request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()


def is_highest_first(request: HttpRequest) -> bool:
    """The lowest come first unless the others are asked for."""
    return request.GET.get("sort") == "high"


def page_size(request: HttpRequest) -> int:
    """How many schools a page has; a file of all has more."""
    return getattr(request, "per_page", PAGE)


def school_page(request: HttpRequest, told: Sequence[Told], code: str) -> Page[Told]:
    """Schools that have a value. Names of all are read only where some are looked for: one query more."""
    found = [(value, one) for one in told if (value := one.values.get(code)) is not None]
    words = fold(text_in(request)).split()
    if words:
        names = {key: fold(name.label) for key, name in names_of("school", [one.key for _value, one in found]).items()}
        found = [(value, one) for value, one in found if all(word in names.get(one.key, "") for word in words)]
    found.sort(key=lambda pair: (pair[0], pair[1].key), reverse=is_highest_first(request))
    page = Paginator([one for _value, one in found], page_size(request))
    return page.get_page(request.GET.get("page"))
