"""Begin the transcripts of a class: a row, a case and a first version for every pupil, in five statements."""

from collections.abc import Iterable
from dataclasses import dataclass

from khuevan.kernel.clock import now
from khuevan.kernel.ids import new_verify_code
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import open_cases
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ..models import Transcript, Version
from ..policies import TRANSCRIPT
from ..queries.composing import Composer, Edition
from ..queries.sources import load


@dataclass
class Desk:
    """A class on the desk: how its transcripts read now, and their current versions by pupil (person id)."""

    composer: Composer
    versions: dict[int, Version]

    @property
    def school_class(self) -> SchoolClass:
        return self.composer.sources.school_class

    def name(self, student: int) -> str:
        """The pupil's name."""
        return self.composer.sources.people[student].full_name

    def in_state(self, *states: str) -> dict[int, Version]:
        """The versions in some states, in the order of the class list."""
        return {student: one for student, one in self.versions.items() if one.case.state in states}


def lay_out(
    actor: Actor,
    school_class: SchoolClass,
    students: Iterable[int] | None = None,
    books: Iterable[ClassSubject] | None = None,
) -> Desk:
    """Load a class (or some of its pupils), lock it against others who sign now, begin what has not begun.

    ``books``: marks are wanted of these subjects alone.
    """
    SchoolClass.objects.select_for_update(no_key=True).get(pk=school_class.pk)
    composer = Composer(load(school_class, students, books))
    sources = composer.sources
    begun = Transcript.objects.filter(**_year(school_class), student_id__in=sources.order)
    classes = dict(begun.values_list("student_id", "school_class_id"))
    if fresh := [student for student in sources.order if student not in classes]:
        _begin(actor, composer, fresh)
    if moved := [student for student, class_id in classes.items() if class_id != school_class.pk]:
        begun.filter(student_id__in=moved).update(school_class_id=school_class.pk)
    return Desk(composer, current_versions(school_class, sources.order))


def current_versions(school_class: SchoolClass, order: list[int]) -> dict[int, Version]:
    """The versions of a class that are not superseded, by pupil, in the given order; one query."""
    rows = Version.objects.filter(
        school_id=school_class.school_id,
        transcript__year=school_class.year,
        transcript__student_id__in=order,
        superseded_at=None,
    ).select_related("transcript", "case")
    found = {row.student_id: row for row in rows}
    return {student: found[student] for student in order if student in found}


def edition_of(version: Version) -> Edition:
    """What a version adds to what the gradebook says."""
    return Edition(version.transcript.code, version.number, version.verify_code, version.reason, version.decision_no)


def _begin(actor: Actor, composer: Composer, students: list[int]) -> None:
    sources, moment = composer.sources, now()
    school_class = sources.school_class
    rows = Transcript.objects.bulk_create(
        Transcript(
            **_year(school_class),
            student_id=student,
            school_class_id=school_class.pk,
            code=f"{sources.school.code}-{school_class.year}-{sources.people[student].code}",
        )
        for student in students
    )
    cases = open_cases(actor, TRANSCRIPT, school_class.school_id, students)
    Version.objects.bulk_create(
        Version(
            school_id=row.school_id,
            student_id=row.student_id,
            transcript=row,
            case=case,
            created_at=moment,
            verify_code=same(("code", row.student_id), new_verify_code),
        )
        for row, case in zip(rows, cases, strict=True)
    )


def _year(school_class: SchoolClass) -> dict[str, int]:
    return {"school_id": school_class.school_id, "year": school_class.year}
