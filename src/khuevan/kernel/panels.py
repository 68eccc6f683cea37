"""Panels: cards that rooms offer and home pages place.

A room writes ``panels.py`` with ``panels(actor) -> list[Panel]`` and registers that function when it starts. A shell
collects what everybody offers this actor. Rooms need not know each other, nor the shells.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One card: ``template`` is rendered with ``context`` under ``title``.

    ``order`` places it (small first; 10 = urgent work, 50 = usual, 90 = background). ``wide`` takes the whole row.
    ``url`` and ``link`` add one link in the head of the card. ``icon`` names one of the committed icons.
    """

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    wide: bool = False
    icon: str = ""
    url: str = ""
    link: str = ""


Provider = Callable[[Any], Iterable[Panel]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider(actor)`` offer panels from now on. Registering twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def collect(actor: Any) -> list[Panel]:
    """Every panel offered to ``actor``, by order, then by title."""
    offered = [panel for provider in _providers for panel in provider(actor)]
    return sorted(offered, key=lambda panel: (panel.order, panel.title))
