"""Save what teachers of grades 1 to 5 write: subjects, and the homeroom teacher's part."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, class_list

from ..models import PrimaryMark, PrimaryTraits
from ..policies import demand
from ..queries.cases import closed_cells
from ..queries.evaluating import Evaluation, evaluate_class
from ..queries.history import marks_book, traits_book
from ..queries.sheets import PrimarySheet, Sheet, TraitSheet, term_of
from ..rules.tt27_2020 import PERIODS, Period
from .saving import Reply, Save, Stored, Written, run, write_rows
from .settling import Edit, Settled, by_pupil

_MARK_KEY = ("school_id", "class_subject_id", "student_id", "period")
_TRAIT_KEY = ("school_id", "school_class_id", "student_id", "period")


def save_primary(
    actor: Actor,
    book: ClassSubject,
    period: int,
    edits: Sequence[Edit],
    *,
    reason: str = "",
    device: str = "",
    key: UUID | None = None,
) -> Reply:
    """Save levels, test marks and comments of a primary class subject in a period 1 … 4 (TT 27/2020 Art. 7).

    Conflicts, refusals and errors as in ``save_marks``.
    """
    demand(actor, "write", book)
    sheet = PrimarySheet.of(book, period)
    title = f"{book.subject.name} {book.school_class.name} · {PERIODS[Period(period)]}"
    ledger = marks_book(book, period)
    term = term_of(period)
    save = Save(actor, book.school_class, book.pk, term, period, sheet, ledger, title, reason, device, key)
    rows = PrimaryMark.objects.filter(school_id=book.school_id, class_subject_id=book.pk, period=period)

    def write(settled: Settled) -> Written:
        changed = {student: sheet.fields(cells) for student, cells in settled.cells.items()}
        write_rows(save, PrimaryMark, changed, _MARK_KEY, class_subject_id=book.pk, period=period)
        return _follow(save, changed)

    return run(save, edits, lambda: _stored(save.school_class, sheet, rows, closed_cells(book, term)), write)


def save_traits(
    actor: Actor,
    school_class: SchoolClass,
    period: int,
    edits: Sequence[Edit],
    *,
    reason: str = "",
    device: str = "",
    key: UUID | None = None,
) -> Reply:
    """Save qualities, competences and the homeroom teacher's comments of a primary class in a period.

    Raises ``NotAllowed`` unless the actor is the homeroom teacher, ``Locked`` when the term is closed.
    """
    demand(actor, "judge", school_class)
    sheet = TraitSheet.of(school_class, period)
    title = f"Phẩm chất, năng lực {school_class.name} · {PERIODS[Period(period)]}"
    ledger, term = traits_book(school_class, period), term_of(period)
    save = Save(actor, school_class, None, term, period, sheet, ledger, title, reason, device, key)
    rows = PrimaryTraits.objects.filter(
        school_id=school_class.school_id, school_class_id=school_class.pk, period=period
    )

    def write(settled: Settled) -> Written:
        changed = {student: sheet.fields(cells) for student, cells in settled.cells.items()}
        write_rows(save, PrimaryTraits, changed, _TRAIT_KEY, school_class_id=school_class.pk, period=period)
        return _follow(save, changed)

    return run(save, edits, lambda: _stored(save.school_class, sheet, rows), write)


def _stored(school_class: SchoolClass, sheet: Sheet, rows: Any, shut: Mapping[int, str] | None = None) -> Stored:
    found = {row.student_id: row for row in rows}
    pupils = class_list(school_class)
    return pupils, {pupil.id: sheet.cells(found.get(pupil.id)) for pupil in pupils}, by_pupil(shut)


def _follow(save: Save, students: Mapping[int, Any]) -> Written:
    """Only what stands at the end of the year decides the year (TT 27/2020 Art. 9)."""
    if save.part != Period.END_YEAR:
        return Written(Evaluation(), {})
    return Written(evaluate_class(save.school_class, students), {})
