"""What a person reads on a page: its forms, what fills its grid, why it refuses."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

_REFUSED = ("failure__title", "failure__text", "alert--danger", "field__error")
"""Classes of the elements in which pages say what is wrong."""
_EMPTY = ("br", "hr", "img", "input", "link", "meta", "source", "path", "use", "col", "wbr")


@dataclass
class Form:
    """Where a form goes, and what it carries unasked: name and value of its hidden fields."""

    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self.grid = ""
        self.wrong: list[str] = []
        self.options: dict[str, list[str]] = {}
        self._select = ""
        self._in_grid, self._depth = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and given.get("type") == "hidden" and self.forms:
            self.forms[-1].hidden.append((given.get("name", ""), given.get("value", "")))
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option":
            self.options.setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "a":
            self.links.add(given.get("href", ""))
        self._in_grid = tag == "script" and given.get("id") == "grid-data"
        if tag not in _EMPTY and (self._depth or set(_REFUSED) & set(given.get("class", "").split())):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._in_grid = False
        if self._depth and tag not in _EMPTY:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_grid:
            self.grid += data
        elif self._depth and data.strip():
            self.wrong.append(" ".join(data.split()))


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def forms(page: str) -> list[Form]:
    """The forms of a page, in its order."""
    return _read(page).forms


def links(page: str) -> set[str]:
    """Where a page leads."""
    return _read(page).links


def choices(page: str, name: str) -> list[str]:
    """What a field of a page lets one choose from, as values."""
    return _read(page).options.get(name, [])


def grid(page: str) -> dict[str, Any]:
    """What the grid of a page is filled with; nothing where the class has no pupils."""
    found = _read(page).grid
    return dict(json.loads(found)) if found else {"columns": [], "rows": []}


def words(text: str) -> str:
    """Why an answer refuses, JSON or page, in its own words; "" where it has none."""
    try:
        return str(json.loads(text)["message"])
    except (ValueError, KeyError, TypeError):
        return " ".join(_read(text).wrong)[:200]
