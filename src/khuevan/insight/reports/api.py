"""The door of reports."""

from .actions.correcting import correct, differences
from .actions.freezing import freeze, freeze_whole, gaps_in_words, whole_of
from .actions.rounds import Asked, ask_for
from .events import ReportCorrected, ReportFrozen
from .models import Correction, Report, Round
from .policies import demand, may
from .queries.census import Census, census
from .queries.filling import FilledForm, fill_form
from .queries.reports import Now, corrections_of, intact, report_by_uid, standing_of
from .queries.standing import Row, counts, handed_in, own_reports, round_by_uid, rounds
from .rules.counting import OWNERS, REGIONS
from .rules.lines import COLUMNS, SECTIONS, SEVERAL, columns_of, key_of, lines_of
from .rules.periods import PERIODS, Period

__all__ = [
    "COLUMNS",
    "OWNERS",
    "PERIODS",
    "REGIONS",
    "SECTIONS",
    "SEVERAL",
    "Asked",
    "Census",
    "Correction",
    "FilledForm",
    "Now",
    "Period",
    "Report",
    "ReportCorrected",
    "ReportFrozen",
    "Round",
    "Row",
    "ask_for",
    "census",
    "columns_of",
    "correct",
    "corrections_of",
    "counts",
    "demand",
    "differences",
    "fill_form",
    "freeze",
    "freeze_whole",
    "gaps_in_words",
    "handed_in",
    "intact",
    "key_of",
    "lines_of",
    "may",
    "own_reports",
    "report_by_uid",
    "round_by_uid",
    "rounds",
    "standing_of",
    "whole_of",
]
