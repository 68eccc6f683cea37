"""Pages and links as somebody's browser finds them."""

import html
import re
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from ..scenarios import Scenario
from ..sessions import Session
from .pages import Page

_HREF = re.compile(r'href="([^"#]+)"')


class Missing(Exception):
    """A page that cannot be measured, and why."""


class Way:
    """One person's way through links; each page on it is opened once."""

    def __init__(self, session: Session, known: Mapping[str, Any]) -> None:
        self.session, self.known = session, known
        self.opened: dict[str, str] = {}
        self.seconds: dict[str, float] = {}

    def to(self, page: Page) -> str:
        """The address of the page. Raises ``Missing``."""
        path = page.start.format(**self.known)
        for part in page.links:
            links = [html.unescape(link) for link in _HREF.findall(self.open(path).partition("<main")[2])]
            path = next((link for link in links if part in link and link != path), "")
            if not path:
                raise Missing(f"không có liên kết {part}")
        return path

    def open(self, path: str) -> str:
        """The page as text. Raises ``Missing`` unless the answer is 200."""
        if path not in self.opened:
            began = time.perf_counter()
            status, self.opened[path] = self.session.ask("GET", path)
            self.seconds[path] = time.perf_counter() - began
            if status != 200:
                raise Missing(f"{path}: {status}")
        return self.opened[path]


def scenarios(
    port: int,
    root: int,
    pages: Sequence[Page],
    people: Sequence[tuple[Session, Mapping[str, Any]]],
    first: dict[str, float],
) -> dict[str, Scenario | str]:
    """What is asked for each page by title, or why it cannot be: a caller for each of ``people``.

    ``first`` takes the seconds of its first opening, when nothing is kept yet.

    Where somebody has no such page, as a class without a pupil, others ask in their place. The first who has it has
    opened it; whoever is named several times goes each way once.
    """
    found: dict[str, Scenario | str] = {}
    ways = {id(session): Way(session, known) for session, known in people}
    for page in pages:
        paths, why = _paths(page, list(ways.values()), first)
        if not paths:
            print(f"  {page.title}: {why}", file=sys.stderr, flush=True)
            found[page.title] = why
            continue
        callers = [[paths[n % len(paths)]] for n in range(len(people))]
        found[page.title] = Scenario(page.title, root, port, callers)
    return found


def _paths(page: Page, ways: Sequence[Way], first: dict[str, float]) -> tuple[list[str], str]:
    """The whole requests of those who have the page, and why another has not."""
    paths, why = [], ""
    for way in ways:
        try:
            path = way.to(page)
            if not paths:
                way.open(path)
                first[page.title] = way.seconds[path]
            paths.append(way.session.page(path))
        except Missing as error:
            why = str(error)
    return paths, why
