"""The door of bridging."""

from .actions.carrying import carry
from .actions.certifying import certify
from .actions.entering import attach_scan, drop, enter
from .actions.listed_years import PaperYears
from .models import PaperYear
from .policies import PAPER_YEAR, STATES, may, visible
from .queries.paper_years import Certified, certified_of, holds, paper_year_by_uid, paper_years, shared_years
from .queries.places import Place
from .rules.reading import Results, read_results, results_of

__all__ = [
    "PAPER_YEAR",
    "STATES",
    "Certified",
    "PaperYear",
    "PaperYears",
    "Place",
    "Results",
    "attach_scan",
    "carry",
    "certified_of",
    "certify",
    "drop",
    "enter",
    "holds",
    "may",
    "paper_year_by_uid",
    "paper_years",
    "read_results",
    "results_of",
    "shared_years",
    "visible",
]
