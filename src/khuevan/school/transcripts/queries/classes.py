"""A class before signing: who lacks what, who is how far. Reads only."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass

from ..models import Version
from ..policies import visible
from ..rules.completeness import missing_in_homeroom, missing_in_subject
from .composing import Composer
from .progress import ClassLine, class_lines, current
from .sources import load
from .wording import in_words


@dataclass(frozen=True)
class PupilLine:
    """A pupil of a class: the current version, if there is one, its state, and what lacks by part."""

    id: int
    name: str
    version: Version | None
    state: str
    lacks: list[tuple[str, str]]


@dataclass(frozen=True)
class Opened:
    """A class with its progress and its pupils."""

    school_class: SchoolClass
    line: ClassLine
    pupils: list[PupilLine]

    @property
    def incomplete(self) -> int:
        """Pupils who lack something."""
        return sum(bool(pupil.lacks) for pupil in self.pupils)


def class_by_uid(actor: Actor, uid: UUID, verb: str = "read") -> SchoolClass:
    """A class to which the actor may do ``verb``. Raises ``NotFound`` as if others did not exist."""
    found = SchoolClass.objects.filter(visible(actor, verb, SchoolClass), uid=uid).select_related("homeroom").first()
    if found is None:
        raise NotFound(_("Không tìm thấy lớp này."), hint=_("Lớp không có, hoặc ngoài phạm vi của thầy cô."))
    return found


def open_class(actor: Actor, uid: UUID) -> Opened:
    """A class that the actor may read; about twenty queries, whatever the number of pupils."""
    school_class = class_by_uid(actor, uid)
    lines = class_lines(SchoolClass.objects.filter(pk=school_class.pk))
    if not lines:
        raise NotFound(_("Lớp này không có học bạ."))
    composer = Composer(load(school_class))
    versions = {one.student_id: one for one in current([school_class.pk]).select_related("case").defer("xml")}
    pupils = [_pupil(composer, student, versions.get(student)) for student in composer.sources.order]
    short = Counter(part for pupil in pupils for part, _what in pupil.lacks)
    for subject in lines[0].subjects:
        subject.lacking = short[subject.name]
    return Opened(school_class, lines[0], pupils)


def _pupil(composer: Composer, student: int, version: Version | None) -> PupilLine:
    state = version.case.state if version else "draft"
    lacks = _lacks(composer, student) if state in ("draft", "subject_signed") else []
    return PupilLine(student, composer.sources.people[student].full_name, version, state, lacks)


def _lacks(composer: Composer, student: int) -> list[tuple[str, str]]:
    found = []
    for book in composer.sources.books:
        subject, apart = composer.subject(book, student), composer.not_taken(book, student)
        missing = missing_in_subject(subject, composer.tested(book), apart)
        if missing:
            found.append((book.subject.name, ", ".join(map(in_words, missing))))
    general = missing_in_homeroom(composer.homeroom(student), composer.sources.primary)
    return [*found, (_("Phần chủ nhiệm"), ", ".join(map(in_words, general)))] if general else found
