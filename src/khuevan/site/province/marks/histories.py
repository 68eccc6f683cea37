"""A year of marks of one school, whatever its level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..classes import ClassBook
from ..dice import Dice
from ..lines import Batch
from ..plans import PRESCHOOL, PRIMARY
from ..planted import Kind
from ..school_years import PAST, YearDates
from ..schools import School
from .observed import ObservationRows
from .primary import STORY as PRIMARY_STORY
from .primary import PrimaryClass, PrimaryRows
from .secondary import YearSheet
from .secondary_rows import SecondaryRows
from .unfinished import STORY, in_year, leave_gaps
from .unusual import put_cases, spend_summer
from .wrong import go_wrong


class History(Protocol):
    """What a school remembers of a year."""

    def outcomes(self) -> dict[int, str]: ...

    def batches(self) -> Iterator[Batch]: ...


@dataclass(frozen=True)
class Ground:
    """What marks grow from: the seed, when the ledger begins, which schools have something wrong."""

    seed: int
    began: datetime
    wrong: Mapping[int, Kind]


def history(school: School, dates: YearDates, books: list[ClassBook], ground: Ground, home: bool) -> History | None:
    """Marks of all classes of a school, last year's complete, this year's nearly so; of a preschool what was observed.

    ``home``: the school is one of the story's, with its cases and the work that is left for its people.
    """
    dice = Dice(ground.seed, "marks", school.id, dates.year)
    if not any(book.members for book in books):
        return None
    if school.level == PRESCHOOL:
        return ObservationRows(books, dates, ground.seed, ground.began)
    if school.level == PRIMARY:
        return _primary(dates, books, ground, dice, home)
    sheet = YearSheet.of(dates, books)
    sheet.fill(ground.seed, dice, sheet.find(*in_year(STORY, dates)) if home else ())
    if home:
        put_cases(sheet)
    if dates is PAST:
        spend_summer(sheet, dice)
    else:
        leave_gaps(sheet, dice, home)
        if school.id in ground.wrong:
            go_wrong(sheet, ground.wrong[school.id])
    return SecondaryRows(sheet, dice, ground.began)


def _primary(dates: YearDates, books: list[ClassBook], ground: Ground, dice: Dice, home: bool) -> PrimaryRows:
    story = in_year(PRIMARY_STORY, dates) if home else None
    classes = [PrimaryClass(b, dates, ground.seed, dice, (b.stage, b.place) == story) for b in books]
    for one in classes:
        if dates is not PAST:
            one.leave_gaps(home)
        one.judge()
    return PrimaryRows(classes, dice, ground.began)
