"""Where a page stands: the way to it and the views beside it, as ``<c-breadcrumbs>`` and ``<c-tabs>`` show them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page; the last has no ``url``."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """One view of a thing; ``count`` stands behind its label."""

    label: str
    url: str
    active: bool = False
    count: int | None = None
