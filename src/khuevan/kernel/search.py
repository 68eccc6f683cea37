"""Global search: rooms answer, the shell shows.

A room registers ``source(actor, text, limit) -> Group``. It looks only within the actor's scope and returns at most
``limit`` hits. ``text`` comes trimmed and with single spaces; accents and case are the source's business.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SHORTEST = 2
"""Letters from which a search makes sense."""


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it lives, one line that tells it from its namesakes."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind under one heading, e.g. "Học sinh". ``order`` places the group, small first."""

    title: str
    hits: list[Hit] = field(default_factory=list)
    icon: str = "search"
    order: int = 50


Source = Callable[[Any, str, int], Group]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask ``source`` too from now on. Registering twice changes nothing."""
    if source not in _sources:
        _sources.append(source)


def look(actor: Any, text: str, limit: int = 8) -> list[Group]:
    """Groups with at least one hit for ``text``, each with at most ``limit``; nothing for a text that is too short."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        return []
    groups = [source(actor, text, limit) for source in _sources]
    return sorted((group for group in groups if group.hits), key=lambda group: group.order)
