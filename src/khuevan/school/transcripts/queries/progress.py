"""How far the transcripts of classes are: six queries, whatever the number of classes and pupils."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass

from ..models import SectionSignature, Version
from ..policies import ISSUED, STATES
from ..rules.document import subject_part


@dataclass
class SubjectLine:
    """A subject of a class: for how many pupils it is signed, how many its teacher can sign now, how many lapsed."""

    id: int
    uid: UUID
    code: str
    name: str
    teacher_id: int | None
    teacher: str
    signed: int = 0
    due: int = 0
    lapsed: int = 0


@dataclass
class ClassLine:
    """A class: its pupils, how many transcripts are in which state, and its subjects."""

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
    rows = classes.filter(grade__range=(1, 12)).select_related("homeroom").order_by("-year", "grade", "name")
    lines = {
        one.pk: ClassLine(
            one.pk, one.uid, one.name, one.grade, one.year, one.school_id, one.homeroom_id,
            one.homeroom.full_name if one.homeroom else "",
        )
        for one in rows
    }  # fmt: skip
    if lines:
        _count_pupils(lines)
        _count_states(lines)
        _count_subjects(lines)
    return list(lines.values())


def _count_pupils(lines: dict[int, ClassLine]) -> None:
    present = Enrolment.objects.filter(school_class_id__in=list(lines), ends_on=None).order_by()
    for class_id, n in present.values_list("school_class_id").annotate(Count("pk")):
        lines[class_id].pupils = n


def _count_states(lines: dict[int, ClassLine]) -> None:
    grouped = current(lines).order_by().values_list("transcript__school_class_id", "case__state")
    for class_id, state, n in grouped.annotate(Count("pk")):
        lines[class_id].states[state] = n


def _count_subjects(lines: dict[int, ClassLine]) -> None:
    signed = _signatures(lines)
    books = ClassSubject.objects.filter(school_class_id__in=list(lines)).select_related("subject", "teacher")
    for book in books.order_by("subject__position"):
        line = lines[book.school_class_id]
        whole, in_draft, lapsed = signed.get((line.id, subject_part(book.subject_id)), (0, 0, 0))
        teacher = book.teacher.full_name if book.teacher else ""
        numbers = (whole, max(0, line.open - in_draft), lapsed)
        said = (book.pk, book.uid, book.subject_id, book.subject.name, book.teacher_id, teacher)
        line.subjects.append(SubjectLine(*said, *numbers))


def _signatures(lines: dict[int, ClassLine]) -> dict[tuple[int, str], tuple[int, int, int]]:
    """By class and section: pupils for whom it is signed, those of them still in draft, those for whom it lapsed."""
    rows = SectionSignature.objects.filter(
        role=SectionSignature.Role.SUBJECT, version__in=current(lines), version__superseded_at=None
    )
    again = SectionSignature.objects.filter(
        version=OuterRef("version"), section=OuterRef("section"), role=OuterRef("role"), stale_at=None
    )
    grouped = rows.order_by().values_list("version__transcript__school_class_id", "section")
    counted = grouped.annotate(
        whole=Count("pk", filter=Q(stale_at=None)),
        in_draft=Count("pk", filter=Q(stale_at=None, version__case__state="draft")),
        lapsed=Count("student_id", filter=Q(stale_at__isnull=False) & ~Exists(again), distinct=True),
    )
    return {(class_id, section): tuple(numbers) for class_id, section, *numbers in counted}  # type: ignore[misc]


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
        return [one for one in self.subjects if one.due]

    @property
    def several(self) -> bool:
        """Whether one PIN for several subjects saves work."""
        return len(self.waiting) > 1

    @property
    def due(self) -> int:
        """Parts to sign: a subject of a pupil, the general part of a pupil."""
        return sum(one.due for one in self.subjects) + self.homeroom_due


def tasks_of(lines: Iterable[ClassLine], person_id: int | None) -> list[Task]:
    """What one person signs in these classes: where something waits first, then class by class."""
    tasks = []
    for line in lines:
        own = [one for one in line.subjects if one.teacher_id == person_id]
        leads = line.homeroom_id == person_id
        if own or leads:
            tasks.append(Task(line, own, leads, line.states["subject_signed"] if leads else 0))
    return sorted(tasks, key=lambda task: not task.due)


def totals(lines: Iterable[ClassLine]) -> dict[str, int]:
    """Pupils, and how many transcripts of all classes are in which state; ``released`` counts issued and later."""
    found = list(lines)
    counts = {name: sum(line.states[name] for line in found) for name in STATES}
    counts["pupils"] = sum(line.pupils for line in found)
    return counts | {"released": sum(counts[name] for name in ISSUED)}
