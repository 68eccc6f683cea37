"""What happened to statistics."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class IndicatorDefined(Event):
    """An indicator was given a definition that holds from a day on."""

    code: str
    indicator_id: int


@dataclass(frozen=True)
class FiguresPublished(Event):
    """Figures of a year were given to the public."""

    edition_id: int
    year: int
    term: int
