"""Cases that exercise the rules, put into classes B of the first school so that everybody can find them."""

import numpy as np

from ..dice import Dice
from ..school_years import PAST
from .rulings import MISSING, engine, rule_set, tt22
from .secondary import YearSheet

_STAGE, _PLACE = 6, 1


def put_cases(sheet: YearSheet) -> None:
    """6B of last year: one subject that pulls a level down, two to be re-tested, 46 half-days away, a failed pass
    subject, bad conduct. 6B of this year: midterm not written."""
    rows = sheet.find(_STAGE, _PLACE)
    if len(rows) < 12:
        return
    if sheet.dates is not PAST:
        sheet.midterm[rows[4], sheet.codes.index("KHTN"), 1] = MISSING
        return
    one_bad, retested, absent, failed, wild = rows[2], rows[5], rows[7], rows[8], rows[10]
    _set(sheet, one_bad, list(range(sheet.scored)), 86)
    _set(sheet, one_bad, sheet.columns(["NN1"]), 46)
    _set(sheet, retested, list(range(sheet.scored)), 62)
    _set(sheet, retested, sheet.columns(["TOAN", "KHTN", "NN1"]), 33)
    sheet.absences[absent] = (21, 25)
    sheet.final[failed, sheet.columns(["GDTC"]), 1] = 0
    sheet.conduct[wild, 1] = tt22.Level.CD
    for row in (one_bad, retested, failed):
        sheet.conduct[row] = tt22.Level.T


def _set(sheet: YearSheet, row: int, columns: list[int], mark: int) -> None:
    """All marks of some subjects near one value."""
    wobble = np.arange(sheet.regular.shape[-1]) % 3 - 1
    given = sheet.regular[row][columns] >= 0
    sheet.regular[row, columns] = np.where(given, mark + 3 * wobble, MISSING)
    sheet.midterm[row, columns] = mark
    sheet.final[row, columns] = mark


def spend_summer(sheet: YearSheet, dice: Dice) -> None:
    """Re-tests and training of those whom the rules ask for them; most succeed."""
    rows = sheet.staying()
    grade = sheet.books[0].row.grade
    rules = rule_set(grade, sheet.dates.year)
    table = sheet.table(rows)
    results = engine.year_results(rules, table)
    n = sheet.scored
    study = results.levels[3].final
    asked = np.hstack(tt22.retest_subjects(results.year[:, :n], results.year[:, n:], results.conduct[3], study))
    asked &= (results.outcome == tt22.Outcome.RETEST)[:, None]
    improved = np.clip(results.year + dice.np.integers(3, 22, results.year.shape), 20, 75).astype(np.int16)
    improved[:, n:] = dice.np.random(improved[:, n:].shape) < 0.95
    sheet.retests[rows] = np.where(asked, improved, MISSING)
    trains = results.outcome == tt22.Outcome.SUMMER_TRAINING
    better = np.where(dice.np.random(len(rows)) < 0.9, tt22.Level.D, tt22.Level.CD)
    sheet.retrained[rows] = np.where(trains, better, MISSING)
