"""What happened in the gradebook."""

from dataclasses import dataclass

from khuevan.kernel.events import Event


@dataclass(frozen=True)
class MarksChanged(Event):
    """Something that a transcript shows has changed: marks, levels, conduct, traits or comments.

    ``class_subject_id`` is ``None`` when the homeroom teacher's part changed. ``term`` is a term (1, 2, 3) or, in a
    primary class, a period (1 … 4).
    """

    school_id: int
    school_class_id: int
    class_subject_id: int | None
    term: int
    student_ids: tuple[int, ...]


@dataclass(frozen=True)
class GradebookLocked(Event):
    """A school closed a term (3: re-tests of the year) for entry."""

    school_id: int
    year: int
    term: int


@dataclass(frozen=True)
class GradebookUnlocked(Event):
    """A school opened a closed term again."""

    school_id: int
    year: int
    term: int
    reason: str


@dataclass(frozen=True)
class ResultsComputed(Event):
    """Averages and results of a school's whole year were computed anew from its marks, and some changed."""

    school_id: int
    year: int
