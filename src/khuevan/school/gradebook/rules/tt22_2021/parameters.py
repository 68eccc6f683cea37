"""All numbers of the circular in one place: an amendment is another ``SecondaryRules``."""

from dataclasses import dataclass, field

from .averages import TermRules
from .levels import LevelRules
from .year import YearRules


@dataclass(frozen=True, slots=True)
class SecondaryRules:
    """Parameters of ``tt22_2021``: of a term's marks, of the levels, of the end of the year."""

    terms: TermRules = field(default_factory=TermRules)
    levels: LevelRules = field(default_factory=LevelRules)
    year: YearRules = field(default_factory=YearRules)
