"""What all sheets have in common."""

from collections.abc import Mapping
from typing import Any, Protocol

from ..columns import Column, Value

Cells = dict[str, Value]
YEAR = 3
"""The term that stands for the whole year."""


class Sheet(Protocol):
    """What can be filled in as a grid of pupils × columns."""

    @property
    def columns(self) -> tuple[Column, ...]: ...

    def cells(self, row: Any) -> Cells: ...

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]: ...


def said(row: Any) -> str | None:
    """The comment of a stored row, ``None`` where there is none."""
    return (row.comment or None) if row else None
