"""How far the transcripts of classes are: three queries, whatever the number of classes and pupils."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass, standing
from khuevan.school.gradebook.api import unfinished

from ..models import Version
from ..policies import ISSUED, STATES
from ..rules.document import subject_part
from .class_counts import Book, Signed, books_of, count_classes

_CLASS = ("id", "uid", "name", "grade", "year", "school_id", "homeroom_id", "homeroom__full_name")


@dataclass
class SubjectLine:
    """A subject of a class: for how many pupils it is signed, how many its teacher can sign now, how many lapsed.

    ``lacking``: how many of those are not complete in the gradebook; 0 where nobody has looked.
    """

    id: int
    uid: UUID
    code: str
    name: str
    teacher_id: int | None
    teacher: str
    signed: int = 0
    due: int = 0
    lapsed: int = 0
    lacking: int = 0

    @property
    def ready(self) -> int:
        """Pupils for whom it can be signed now."""
        return max(0, self.due - self.lacking)


@dataclass
class ClassLine:
    """A class: its pupils, how many transcripts are in which state, and its subjects.

    ``has_key``: whether the one for whom it was counted has a signing key at its school.
    """

    id: int
    uid: UUID
    name: str
    grade: int
    year: int
    school_id: int
    homeroom_id: int | None
    homeroom: str
    pupils: int = 0
    states: Counter[str] = field(default_factory=Counter)
    subjects: list[SubjectLine] = field(default_factory=list)
    has_key: bool = False

    @property
    def subjects_signed(self) -> int:
        """Subjects that are signed for everybody."""
        return sum(line.signed >= self.pupils for line in self.subjects) if self.pupils else 0

    @property
    def open(self) -> int:
        """Transcripts that subject teachers can still sign, begun or not."""
        return max(0, self.pupils - sum(n for state, n in self.states.items() if state != "draft"))


def class_lines(classes: QuerySet[SchoolClass]) -> list[ClassLine]:
    """The progress of classes (grades 1 to 12), in the order of grade and name."""
    rows = classes.filter(grade__range=(1, 12)).order_by("-year", "grade", "name")
    lines = {row[0]: ClassLine(*row[:-1], row[-1] or "") for row in rows.values_list(*_CLASS)}
    if lines:
        fill(lines)
    return list(lines.values())


def class_line(one: SchoolClass, *books: ClassSubject, signer: int | None = None) -> ClassLine:
    """The progress of a class that is at hand, and of some of its books; one query.

    Homeroom teacher and teachers are named if fetched with them; ``signer``: a person, for ``has_key``.
    """
    line = ClassLine(
        one.pk, one.uid, one.name, one.grade, one.year, one.school_id, one.homeroom_id, _name(one, "homeroom")
    )
    known = [
        Book(one.pk, book.pk, book.uid, book.subject_id, book.subject.name, book.teacher_id, _name(book, "teacher"))
        for book in books
    ]
    fill({one.pk: line}, known, signer)
    return line


def _name(thing: SchoolClass | ClassSubject, who: str) -> str:
    person = getattr(thing, who) if getattr(type(thing), who).is_cached(thing) else None
    return person.full_name if person else ""


def fill(lines: dict[int, ClassLine], books: list[Book] | None = None, signer: int | None = None) -> None:
    """Count pupils, transcripts and signatures into lines by class id; with the books at hand one statement less."""
    schools = sorted({line.school_id for line in lines.values()})
    parts = None if books is None else [subject_part(book.code) for book in books]
    counts = count_classes(schools, list(lines), parts, signer)
    for line in lines.values():
        line.pupils, line.states = counts[line.id].pupils, counts[line.id].states
        line.has_key = counts[line.id].has_key
    for book in books_of(schools, list(lines)) if books is None else books:
        line = lines[book.school_class_id]
        signed = counts[line.id].sections.get(subject_part(book.code), Signed())
        line.subjects.append(SubjectLine(*book[1:], signed.whole, max(0, line.open - signed.in_draft), signed.lapsed))


def current(lines: Iterable[int]) -> QuerySet[Version]:
    """Versions that are not superseded, of pupils who are in these classes now."""
    here = Enrolment.objects.filter(
        school_id=OuterRef("school_id"),
        student_id=OuterRef("student_id"),
        school_class_id=OuterRef("transcript__school_class_id"),
        ends_on=None,
    )
    found = Version.objects.filter(transcript__school_class_id__in=list(lines), superseded_at=None)
    return found.filter(Exists(here))


@dataclass(frozen=True)
class Task:
    """Something that waits for a teacher's signature: a subject of a class, or its general part."""

    line: ClassLine
    subjects: Sequence[SubjectLine] = ()
    leads: bool = False
    homeroom_due: int = 0

    @property
    def waiting(self) -> list[SubjectLine]:
        """Subjects with something to sign."""
        return [one for one in self.subjects if one.ready]

    @property
    def words(self) -> str:
        """What waits, each subject with its number of pupils: ``Toán: 38 · Ngữ văn: 12``."""
        return " · ".join(f"{one.name}: {one.due}" for one in self.waiting)

    @property
    def short(self) -> bool:
        """Whether some of them are complete for a part of the class only."""
        return any(one.lacking for one in self.waiting)

    @property
    def several(self) -> bool:
        """Whether one PIN for several subjects saves work."""
        return len(self.waiting) > 1

    @property
    def due(self) -> int:
        """Parts to sign: a subject of a pupil, the general part of a pupil."""
        return sum(one.due for one in self.subjects) + self.homeroom_due


Stands = tuple[frozenset[int], frozenset[int]]
"""Ids of class subjects, and of classes, for which somebody may sign though others hold them."""


def tasks_of(lines: Iterable[ClassLine], person_id: int | None, stands: Stands | None = None) -> list[Task]:
    """What one person signs in these classes, also for others: where something waits first, then class by class.

    For whom they stand in today is one query, unless the caller knows it (``stands``).
    """
    tasks, (books, led) = [], standing(person_id) if stands is None else stands
    for line in lines:
        own = [one for one in line.subjects if one.teacher_id == person_id or one.id in books]
        leads = line.homeroom_id == person_id or line.id in led
        if own or leads:
            tasks.append(Task(line, own, leads, line.states["subject_signed"] if leads else 0))
    return sorted(tasks, key=lambda task: not task.due)


def count_lacking(lines: Iterable[SubjectLine], school_id: int) -> None:
    """Note how many pupils are not complete in the gradebook, where there is something to sign; one query, or none."""
    due = {one.id: one for one in lines if one.due}
    for book, lacking in (unfinished(school_id, due) if due else {}).items():
        due[book].lacking = min(lacking, due[book].due)


def totals(lines: Iterable[ClassLine]) -> dict[str, int]:
    """Pupils, and how many transcripts of all classes are in which state; ``released`` counts issued and later."""
    found = list(lines)
    counts = {name: sum(line.states[name] for line in found) for name in STATES}
    counts["pupils"] = sum(line.pupils for line in found)
    return counts | {"released": sum(counts[name] for name in ISSUED)}
