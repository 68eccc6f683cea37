"""A class of grades 1 to 5 in a period: levels by subject, gaps, changes, pupils who need help."""

from dataclasses import dataclass, field

from khuevan.school.enrolment.api import ClassSubject, Pupil, SchoolClass, class_list, subjects_of_class
from khuevan.school.gradebook.api import LEVELS, PrimaryMark, lacking

from ..rules.spread import shares

LOWEST = LEVELS[0]


@dataclass(frozen=True)
class LevelLine:
    """A subject: how many pupils have C, H, T (the lowest first), and the parts of its bar."""

    book: ClassSubject
    counts: list[int]
    bar: list[tuple[int, int]]

    @property
    def n(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class LevelMoved:
    """A pupil whose level in a subject changed from one period to the next."""

    pupil: Pupil
    book: ClassSubject
    before: str
    after: str

    @property
    def better(self) -> bool:
        return LEVELS.index(self.after) > LEVELS.index(self.before)


@dataclass
class PrimaryView:
    """Everything that the page of a primary class shows."""

    pupils: list[Pupil]
    part: int
    subjects: list[LevelLine]
    lacking: list[ClassSubject]
    gaps: list[tuple[Pupil, list[ClassSubject]]] = field(default_factory=list)
    changes: list[LevelMoved] = field(default_factory=list)
    risks: list[tuple[Pupil, list[ClassSubject]]] = field(default_factory=list)


def primary_view(school_class: SchoolClass, part: int, only: ClassSubject | None = None) -> PrimaryView:
    """A primary class in a period 1 … 4; four queries."""
    pupils = [pupil for pupil in class_list(school_class) if pupil.left_on is None]
    books = [book for book in subjects_of_class(school_class) if only is None or book.pk == only.pk]
    rows = PrimaryMark.objects.filter(
        school_id=school_class.school_id,
        class_subject_id__in=[book.pk for book in books],
        period__in=[part - 1, part],
        student_id__in=[pupil.id for pupil in pupils],
    )
    fields = ("class_subject_id", "student_id", "period", "level")
    found = {(book, student, period): level for book, student, period, level in rows.values_list(*fields) if level}
    missing = lacking(school_class, part)
    lines = [_line(book, pupils, part, found) for book in books]
    nobody = [line.book for line in lines if line.n == 0 and missing.get(line.book.pk)]
    view = PrimaryView(pupils, part, lines, nobody)
    for pupil in pupils:
        gaps = [book for book in books if book not in nobody and pupil.id in missing.get(book.pk, ())]
        low = [book for book in books if found.get((book.pk, pupil.id, part)) == LOWEST]
        view.gaps += [(pupil, gaps)] if gaps else []
        view.risks += [(pupil, low)] if low else []
        view.changes += [one for book in books if (one := _moved(pupil, book, part, found))]
    return view


def _line(book: ClassSubject, pupils: list[Pupil], part: int, found: dict[tuple[int, int, int], str]) -> LevelLine:
    levels = [found.get((book.pk, pupil.id, part)) for pupil in pupils]
    counts = [levels.count(level) for level in LEVELS]
    return LevelLine(book, counts, shares(counts))


def _moved(pupil: Pupil, book: ClassSubject, part: int, found: dict[tuple[int, int, int], str]) -> LevelMoved | None:
    before, after = (found.get((book.pk, pupil.id, period)) for period in (part - 1, part))
    return LevelMoved(pupil, book, before, after) if before and after and before != after else None
