"""Everything that the transcripts of one class are made of, in a dozen queries whatever the number of pupils."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from khuevan.registry.people.api import ExternalId, Guardianship, Person
from khuevan.registry.units.api import Edge, Unit
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, class_list, subjects_of_class
from khuevan.school.gradebook.api import (
    Conduct,
    MarkRow,
    PrimaryMark,
    PrimaryTraits,
    Result,
    RuleSet,
    not_taken,
    rule_set,
)

Key = tuple[int, int]


class Mark(NamedTuple):
    """What a transcript takes from a row of marks (TT 22/2021), in tenths."""

    average: int | None
    retest: int | None
    comment: str


class Assessed(NamedTuple):
    """What it takes from a primary pupil's period (TT 27/2020); ``test`` in tenths."""

    level: str
    test: int | None
    comment: str


@dataclass
class Sources:
    """Rows of a class by pupil (person id) and by term (1, 2, 3) or period (1 … 4).

    ``marks``: (class subject, pupil) → term or period → row. ``order``: pupils in the order of the class list.
    ``not_taken``: (class subject, pupil) → terms in which the pupil does not take it.
    """

    school_class: SchoolClass
    school: Unit
    rules: RuleSet
    books: list[ClassSubject]
    order: list[int]
    people: dict[int, Person]
    governed_by: str = ""
    citizen_ids: dict[int, str] = field(default_factory=dict)
    family: dict[int, dict[str, str]] = field(default_factory=dict)
    marks: dict[Key, dict[int, Mark | Assessed]] = field(default_factory=dict)
    conduct: dict[int, dict[int, Conduct]] = field(default_factory=dict)
    traits: dict[int, dict[int, PrimaryTraits]] = field(default_factory=dict)
    results: dict[int, dict[int, Result]] = field(default_factory=dict)
    not_taken: Mapping[Key, frozenset[int]] = field(default_factory=dict)

    @property
    def primary(self) -> bool:
        """Whether the class is assessed by TT 27/2020."""
        return self.rules.is_primary


def load(
    school_class: SchoolClass, students: Iterable[int] | None = None, books: Iterable[ClassSubject] | None = None
) -> Sources:
    """The sources of a class, or of some of its pupils. Pupils who have left are not in it.

    ``books``: marks are wanted of these subjects alone, as whoever teaches them signs; of others there are none.
    """
    pupils = [pupil.id for pupil in class_list(school_class, students) if pupil.left_on is None]
    sources = Sources(
        school_class=school_class,
        school=Unit.objects.select_related("commune__province").get(pk=school_class.school_id),
        rules=rule_set(school_class.grade, school_class.year),
        books=list(subjects_of_class(school_class)),
        order=pupils,
        people=Person.objects.in_bulk(pupils),
        governed_by=_governed_by(school_class.school_id),
        not_taken=not_taken(school_class),
    )
    _add_family(sources)
    _add_marks(sources, sources.books if books is None else books)
    _add_class_rows(sources)
    return sources


def _governed_by(school_id: int) -> str:
    above = Edge.objects.filter(child_id=school_id, kind="runs", valid_to=None).values_list("parent__name", flat=True)
    return above.first() or ""


def _add_family(sources: Sources) -> None:
    numbers = ExternalId.objects.filter(person_id__in=sources.order, kind=ExternalId.Kind.CITIZEN, valid_to=None)
    sources.citizen_ids = dict(numbers.values_list("person_id", "value"))
    ties = Guardianship.objects.filter(student_id__in=sources.order, valid_to=None).order_by("pk")
    family: dict[int, dict[str, str]] = defaultdict(dict)
    for student, relation, name in ties.values_list("student_id", "relation", "guardian__full_name"):
        family[student].setdefault(relation, name)
    sources.family = family


def _add_marks(sources: Sources, books: Iterable[ClassSubject]) -> None:
    """As plain rows: of a class there are more than a thousand."""
    marks: dict[Key, dict[int, Mark | Assessed]] = defaultdict(dict)
    of, school = [book.pk for book in books], sources.school.pk
    model, part, kept = (PrimaryMark, "period", Assessed) if sources.primary else (MarkRow, "term", Mark)
    rows = model.objects.filter(school_id=school, class_subject_id__in=of, student_id__in=sources.order)
    for book, student, at, *said in rows.values_list("class_subject_id", "student_id", part, *kept._fields):
        marks[book, student][at] = kept(*said)
    sources.marks = marks


def _add_class_rows(sources: Sources) -> None:
    of_class = {"school_id": sources.school.pk, "school_class_id": sources.school_class.pk}
    results: dict[int, dict[int, Result]] = defaultdict(dict)
    for row in Result.objects.filter(**of_class, student_id__in=sources.order):
        results[row.student_id][row.term] = row
    sources.results = results
    judged: dict[int, dict[int, Conduct | PrimaryTraits]] = defaultdict(dict)
    model, part = (PrimaryTraits, "period") if sources.primary else (Conduct, "term")
    for row in model.objects.filter(**of_class, student_id__in=sources.order):
        judged[row.student_id][getattr(row, part)] = row
    if sources.primary:
        sources.traits = judged
    else:
        sources.conduct = judged
