"""Books of this year in which something is wrong on purpose (`planted`)."""

import numpy as np

from ..planted import Kind
from .rulings import MISSING
from .secondary import YearSheet

_TERM = 1
"""The second, as arrays count."""
_ALL_THE_SAME, _JUST_ENOUGH = 85, 50
_LIFTED = 9
"""How many pupils of a class end at exactly 5,0."""
_ENTERED = 1
"""Regular marks that the silent school still has."""


def go_wrong(sheet: YearSheet, kind: Kind) -> None:
    """Put what is wrong into the sheet of a school."""
    if kind is Kind.SILENT:
        _fall_silent(sheet)
    elif kind is Kind.IDENTICAL:
        rows = sheet.find(8, 1)
        sheet.final[rows, sheet.codes.index("NN1"), _TERM] = _ALL_THE_SAME
    elif kind is Kind.SPIKE:
        _lift(sheet, sheet.find(9, 0), sheet.codes.index("TOAN"))


def _fall_silent(sheet: YearSheet) -> None:
    """One regular mark of term II is there, nothing after it."""
    for marks in (sheet.midterm, sheet.final):
        marks[:, :, _TERM] = np.where(marks[:, :, _TERM] >= 0, MISSING, marks[:, :, _TERM])
    later = sheet.regular[:, :, _TERM, _ENTERED:]
    sheet.regular[:, :, _TERM, _ENTERED:] = np.where(later >= 0, MISSING, later)
    sheet.conduct[:, _TERM] = MISSING
    sheet.absences[:, _TERM] = MISSING


def _lift(sheet: YearSheet, rows: list[int], column: int) -> None:
    """The weakest of a class have exactly enough; the next ones are clearly better."""
    order = sorted(rows, key=lambda row: (int(sheet.midterm[row, column, _TERM]), row))
    for row in order[:_LIFTED]:
        given = sheet.regular[row, column, _TERM]
        sheet.regular[row, column, _TERM] = np.where(given >= 0, _JUST_ENOUGH, given)
        sheet.midterm[row, column, _TERM] = sheet.final[row, column, _TERM] = _JUST_ENOUGH
