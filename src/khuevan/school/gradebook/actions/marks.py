"""Save marks of grades 6 to 12."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import ClassSubject

from ..models import MarkRow
from ..policies import demand
from ..queries.cases import closed_in
from ..queries.evaluating import Evaluation, evaluate, show_average, show_level
from ..queries.held import Held, read_held
from ..queries.history import marks_book
from ..queries.locks import TERM_NAMES
from ..queries.retests import NOT_ASKED, asked_again
from ..queries.roster import Listed, Marks, with_marks, with_year
from ..queries.sheets import YEAR, MarkSheet
from .saving import Reply, Save, Stored, Written, run
from .settling import Closed, Edit, Settled, anything, rows_of, settle
from .upsert import upsert

_KEY = ("school_id", "class_subject_id", "student_id", "term")
_HELD = ("marks", "cases", "results", "years")
_NOTHING: dict[str, Any] = {"regular": [], "midterm": None, "final": None, "comment": ""}
"""What the row of a year holds of the cells of a term."""


def save_marks(
    actor: Actor,
    book: ClassSubject,
    term: int,
    edits: Sequence[Edit],
    *,
    reason: str = "",
    device: str = "",
    key: UUID | None = None,
) -> Reply:
    """Save cells of a book (its class and subject fetched with it) in a term; term 3 holds re-tests.

    Averages and the pupils' levels follow at once. A cell that somebody else has changed since the page was opened
    is a conflict and keeps their value; a cell that holds nothing allowed is refused with the reason; all others
    are saved. Raises ``NotAllowed`` unless the actor teaches the subject, ``Locked`` when the term is closed.
    """
    demand(actor, "write", book)
    sheet = MarkSheet.of(book, term)
    title = f"{book.subject.name} {book.school_class.name} · {TERM_NAMES[term]}"
    save = Save(
        actor, book.school_class, book.pk, term, term, sheet, marks_book(book, term), title, reason, device, key
    )

    held: list[Held] = []

    def stored() -> Stored:
        pairs = with_year(book) if term == YEAR else with_marks(book, term)
        asked = {pupil.id for pupil, row in pairs if term != YEAR or asked_again(sheet, pupil, row)}
        named = {edit.row for edit in edits}
        some = [pupil.id for pupil, _row in pairs if str(pupil.uid) in named]
        held.append(read_held(book.school_id, [book.school_class_id], some, *_HELD, book_id=book.pk))
        shut = closed_in(held[0].cases, book.pk, term)
        return _stored(
            sheet, pairs, lambda pupil, _column: shut.get(pupil.id) or ("" if pupil.id in asked else _(NOT_ASKED))
        )

    return run(save, edits, stored, lambda settled: _write(save, book, sheet, settled, *held))


def preview_marks(actor: Actor, book: ClassSubject, term: int, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """What the computed columns would say if ``edits`` were saved, pupil by pupil. Writes nothing."""
    demand(actor, "write", book)
    sheet, named = MarkSheet.of(book, term), rows_of(edits)
    pairs = with_year(book) if term == YEAR else with_marks(book, term)
    pupils, stored, _closed = _stored(sheet, [pair for pair in pairs if pair[0].uid in named])
    settled = settle(edits, sheet.columns, pupils, stored, trusting=True)
    cells = {**stored, **settled.cells}
    fields = {student: sheet.fields(one) for student, one in cells.items()}
    said = shown(book, sheet, evaluate(book, term, fields), cells)
    uids = {pupil.id: str(pupil.uid) for pupil in pupils}
    return [{"id": uids[student], "computed": computed} for student, computed in said.items()]


def _stored(sheet: MarkSheet, pairs: Sequence[tuple[Listed, Marks | None]], closed: Closed = anything) -> Stored:
    return [pupil for pupil, _row in pairs], {pupil.id: sheet.cells(row) for pupil, row in pairs}, closed


def _write(save: Save, book: ClassSubject, sheet: MarkSheet, settled: Settled, held: Held) -> Written:
    fields = {student: sheet.fields(cells) for student, cells in settled.cells.items()}
    evaluation = evaluate(book, sheet.term, fields, held)
    if sheet.term == YEAR:
        rows = _rows(YEAR, evaluation.years, {student: row | {"regular": []} for student, row in fields.items()})
    else:
        rows = _rows(sheet.term, evaluation.averages, fields)
        moved = [student for student in fields if (student, evaluation.years[student]) not in held.years.items()]
        rows += _rows(YEAR, evaluation.years, dict.fromkeys(moved, _NOTHING))
    same = {"school_id": save.school_id, "updated_at": now(), "class_subject_id": book.pk}
    upsert(MarkRow, same, rows, _KEY, "updated_at")
    return Written(evaluation, shown(book, sheet, evaluation, settled.cells))


def _rows(
    term: int, averages: Mapping[int, int | None], fields: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {"student_id": student, "term": term, **row, "average": averages[student]} for student, row in fields.items()
    ]


def shown(
    book: ClassSubject, sheet: MarkSheet, evaluation: Evaluation, students: Mapping[int, Any]
) -> dict[int, dict[str, str]]:
    """What the computed columns of these pupils say, by student id."""
    values, language = evaluation.years if sheet.term == YEAR else evaluation.averages, get_language()
    return {
        student: {
            "average": show_average(sheet, values[student]),
            "level": show_level(evaluation.results.get((student, sheet.term)), language),
        }
        for student in students
    }
