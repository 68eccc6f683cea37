"""The years to choose from."""

from collections.abc import Iterable

from khuevan.kernel.dates import year_label
from khuevan.kernel.trail import Tab


def year_tabs(years: Iterable[int], year: int | None, kind: str, by: str) -> list[Tab]:
    """The same view of each year; nothing where there is one alone."""
    tabs = [Tab(year_label(one), f"?year={one}&kind={kind}&by={by}", one == year) for one in years]
    return tabs if len(tabs) > 1 else []
