"""A year of a preschool: what teachers observed of each child in the two terms, and what they wrote."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from khuevan.school.gradebook.api import observed_in

from ..classes import ClassBook
from ..dice import Dice
from ..lines import Batch, at
from ..school_years import PAST, ZONE, YearDates
from . import ledger

OBSERVED = ("school_id", "student_id", "school_class_id", "term", "seen", "comment", "updated_at")
REACHED = {1: 0.78, 2: 0.93}
"""How often a domain is reached, by term: children grow."""
SAID = (
    "Con mạnh dạn, thích kể lại chuyện đã nghe.",
    "Con vận động khéo, biết chờ đến lượt khi chơi cùng bạn.",
    "Con tự xúc ăn, tự cất đồ chơi; cô cùng con tập nói trọn câu.",
    "Con thích vẽ và hát, biết gọi tên màu sắc, hình khối.",
    "Con còn nhút nhát, cô khuyến khích con nói trước các bạn.",
    "Con biết chào hỏi, quan tâm đến bạn; nên tập thêm đi thăng bằng.",
)


class ObservationRows:
    """Classes of a preschool as rows of the gradebook: last year complete, this year its first term."""

    def __init__(self, books: list[ClassBook], dates: YearDates, seed: int, began: datetime) -> None:
        self.books, self.dates = books, dates
        self.dice = Dice(seed, "observed", books[0].school.id, dates.year)
        self.opened = ledger.FirstEntries(books[0].school.id, began)

    def outcomes(self) -> dict[int, str]:
        """Everybody moves up."""
        return {}

    def batches(self) -> Iterator[Batch]:
        """What was observed, and what the ledger begins with."""
        terms = (1, 2) if self.dates is PAST else (1,)
        yield Batch(
            "gradebook_observation", OBSERVED, (row for b in self.books for t in terms for row in self._rows(b, t))
        )
        yield from self.opened.batches()

    def _rows(self, book: ClassBook, term: int) -> Iterator[str]:
        codes = sorted(one.code for one in observed_in(book.row.grade, book.year)[1])
        moment, cells = self._moment(term), {}
        for pupil, stay in book.members:
            if stay.ends_on or not pupil.human:
                continue
            seen = {code: "D" if self.dice.chance(REACHED[term]) else "CD" for code in codes}
            said = self.dice.py.choice(SAID)
            parts = [ledger.comments([said])[0], *(f'"o-{code}":"{value}",' for code, value in seen.items())]
            cells[str(pupil.human.number)] = "".join(parts)
            kept = ",".join(f'"{code}":"{value}"' for code, value in seen.items())
            yield f"{book.school.id}\t{pupil.human.number}\t{book.row.id}\t{term}\t{{{kept}}}\t{said}\t{moment}\n"
        if cells:
            students = sorted(cells)
            self.opened.of_class(book, term, ledger.content(students, [cells[one] for one in students]))

    def _moment(self, term: int) -> str:
        day = self.dates.terms[term - 1][1] - timedelta(days=self.dice.py.randint(2, 9))
        return at(datetime.combine(day, time(self.dice.py.randint(15, 19), self.dice.py.randint(0, 59)), ZONE))
