"""What is not done yet at the end of the second term of the working year."""

from ..dice import Dice
from ..school_years import PRESENT, YearDates
from .rulings import MISSING
from .secondary import YearSheet

STORY = (7, 0)
"""Class 7A: cô Lan's last column and cô Mai's conduct are to be typed, everything else is there."""
_LAST = 1


def in_year(story: tuple[int, int], dates: YearDates) -> tuple[int, int]:
    """Grade and place of the story's class in a year; nobody fails there, so that it can be played."""
    grade, place = story
    return grade - (PRESENT.year - dates.year), place


def leave_gaps(sheet: YearSheet, dice: Dice, story: bool) -> None:
    """Columns that a teacher still has to enter, single tests not written, classes without conduct."""
    for number, book in enumerate(sheet.books):
        rows = [row for row, (n, _, _) in enumerate(sheet.members) if n == number]
        if story and (book.stage, book.place) == STORY:
            sheet.final[rows, sheet.codes.index("TOAN"), _LAST] = MISSING
            sheet.conduct[rows, _LAST] = MISSING
            continue
        for subject in book.subjects:
            if dice.chance(0.008):
                sheet.final[rows, sheet.codes.index(subject.subject_id), _LAST] = MISSING
        for row in rows:
            if dice.chance(0.012):
                subject = dice.py.choice(book.subjects)
                sheet.midterm[row, sheet.codes.index(subject.subject_id), _LAST] = MISSING
        if dice.chance(0.08):
            sheet.conduct[rows, _LAST] = MISSING
            sheet.absences[rows, _LAST] = MISSING
