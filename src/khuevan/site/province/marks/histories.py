"""A year of marks of one school, whatever its level."""

from collections.abc import Iterator
from typing import Protocol

from ..classes import ClassBook
from ..dice import Dice
from ..plans import PRESCHOOL, PRIMARY
from ..school_years import PAST, YearDates
from ..schools import School
from .lines import Batch
from .primary import STORY as PRIMARY_STORY
from .primary import PrimaryClass, PrimaryRows
from .secondary import YearSheet
from .secondary_rows import SecondaryRows
from .unfinished import STORY, in_year, leave_gaps
from .unusual import put_cases, spend_summer


class History(Protocol):
    """What a school remembers of a year."""

    def outcomes(self) -> dict[int, str]: ...

    def batches(self) -> Iterator[Batch]: ...


def history(school: School, dates: YearDates, books: list[ClassBook], seed: int, home: bool) -> History | None:
    """Marks of all classes of a school, last year's complete, this year's nearly so; kindergartens have none.

    ``home``: the school is one of the story's, with its cases and the work that is left for its people.
    """
    dice = Dice(seed, "marks", school.id, dates.year)
    if school.level == PRESCHOOL or not any(book.members for book in books):
        return None
    if school.level == PRIMARY:
        return _primary(dates, books, seed, dice, home)
    sheet = YearSheet.of(dates, books)
    sheet.fill(seed, dice, sheet.find(*in_year(STORY, dates)) if home else ())
    if home:
        put_cases(sheet)
    if dates is PAST:
        spend_summer(sheet, dice)
    else:
        leave_gaps(sheet, dice, home)
    return SecondaryRows(sheet, dice)


def _primary(dates: YearDates, books: list[ClassBook], seed: int, dice: Dice, home: bool) -> PrimaryRows:
    story = in_year(PRIMARY_STORY, dates) if home else None
    classes = [PrimaryClass(b, dates, seed, dice, (b.stage, b.place) == story) for b in books]
    for one in classes:
        if dates is not PAST:
            one.leave_gaps(home)
        one.judge()
    return PrimaryRows(classes, dice)
