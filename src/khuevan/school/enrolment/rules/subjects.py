"""What a subject of a curriculum is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from khuevan.kernel.dates import format_date

Form = Literal["score", "pass"]
Kind = Literal["compulsory", "elective", "optional"]

SCORE: Final = "score"
"""Đánh giá bằng nhận xét kết hợp điểm số."""
PASS: Final = "pass"
"""Đánh giá bằng nhận xét."""

COMPULSORY: Final = "compulsory"
ELECTIVE: Final = "elective"
OPTIONAL: Final = "optional"


@dataclass(frozen=True, slots=True)
class LegalAct:
    """A regulation with its dates."""

    title: str
    issued_on: date
    effective_on: date

    def __str__(self) -> str:
        """The line that a computed document prints."""
        return f"{self.title} ngày {format_date(self.issued_on)}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject or activity at one stage of school: its lessons (tiết) in a year by grade.

    ``form`` is how it is assessed in grades 6 to 12 (TT 22/2021); in grades 1 to 5 ``score`` means that it has
    periodic tests (TT 27/2020). ``part_of`` names the subject of which this is a part with its own results.
    """

    code: str
    name: str
    short_name: str
    form: Form
    lessons: Mapping[int, int] = field(hash=False)
    kind: Kind = COMPULSORY
    part_of: str = ""


def by_grade(first: int, *lessons: int) -> dict[int, int]:
    """Lessons of consecutive grades: ``by_grade(3, 140, 140)`` is grade 3 and 4."""
    return dict(enumerate(lessons, start=first))
