"""What all saves have in common: hold, refuse, settle, write, let others follow, record, announce, answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import Pupil, SchoolClass

from ..events import MarksChanged
from ..models import Result
from ..ports import Entry, follow
from ..queries.columns import Column
from ..queries.evaluating import Evaluation
from ..queries.history import last_changes
from ..queries.locks import lock_and_entry, refuse
from ..queries.sheets import YEAR, Cells, Sheet
from .arrivals import Arrivals, arrived, keep_arrivals
from .holding import hold_class
from .settling import Closed, Edit, Settled, settle, settle_again
from .submissions import answer_given, keep_answer
from .upsert import upsert

Reply = dict[str, Any]
RESULT_KEY = ("school_id", "school_class_id", "student_id", "term")


@dataclass(frozen=True)
class Save:
    """One save: by whom, of which sheet of which class, and why.

    ``term`` is the one whose lock counts, ``part`` the term or period in the sheet; ``book`` names the ledger's book
    and ``title`` the sheet in Vietnamese.
    """

    actor: Actor
    school_class: SchoolClass
    class_subject_id: int | None
    term: int
    part: int
    sheet: Sheet
    book: str
    title: str
    reason: str = ""
    device: str = ""
    key: UUID | None = None

    @property
    def school_id(self) -> int:
        return self.school_class.school_id

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those of the sheet, put into words once."""
        return self.sheet.columns


@dataclass(frozen=True)
class Written:
    """What a room's own part of a save gives back: results that follow, and what each row shows as computed."""

    evaluation: Evaluation
    shown: Mapping[int, dict[str, str]]


Stored = tuple[Sequence[Pupil], Mapping[int, Cells], Closed]
"""Who is in the class, their cells by student id, and which of them nobody may edit."""
Read = Callable[[], Stored]
Write = Callable[[Settled], Written]


def run(save: Save, edits: Sequence[Edit], read: Read, write: Write) -> Reply:
    """Save ``edits``: ``read`` gives what is stored once nobody else can change it, ``write`` writes what changed.

    Edits whose ids were saved before are answered, not saved again. Raises ``Locked`` when the term is closed and
    something is left to save; cells of a column that the calendar keeps shut are refused. Runs in the caller's
    transaction with a constant number of queries.
    """
    content = {"book": save.book, "edits": [vars(edit) for edit in edits], "reason": save.reason}
    hold_class(save.school_id, save.school_class.year, save.school_class.pk)
    if answered := answer_given(save.actor, save.school_id, save.key, content):
        return answered
    known = arrived(save.actor, save.school_id, save.book, edits)
    lock, entry = lock_and_entry(save.school_class, save.term, save.class_subject_id)
    if lock and any(edit.id not in known.before for edit in edits):
        raise refuse(lock, save.term)
    pupils, cells, closed = read()
    settled = _settled(save, edits, known, (pupils, cells, _in_time(save, entry, cells, closed)))
    reply = _reply(save, settled)
    if settled.cells and not lock:
        written = write(settled)
        _write_results(save, written.evaluation)
        if settled.changes:
            follow(save.school_class.pk, settled.cells)
            _tell(save, settled)
        uids = {pupil.id: str(pupil.uid) for pupil in pupils}
        reply["rows"] = [{"id": uids[student], "computed": said} for student, said in written.shown.items()]
    _keep_saved(save, edits, settled)
    keep_answer(save.actor, save.school_id, save.key, content, reply)
    return reply


def _in_time(save: Save, entry: Entry, cells: Mapping[int, Cells], closed: Closed) -> Closed:
    """What is closed anyway, and what the calendar does not allow; re-opened columns want a reason for a change."""
    bars = {column.key: entry.bar(save.part, column.key) for column in save.columns if column.editable}

    def asked(pupil: Pupil, column: Column) -> str:
        bar = bars.get(column.key)
        if bar and bar.shut:
            return bar.shut
        if bar and bar.wanted and not save.reason and cells[pupil.id][column.key] is not None:
            return bar.wanted
        return closed(pupil, column)

    return asked


def _settled(save: Save, edits: Sequence[Edit], known: Arrivals, stored: Stored) -> Settled:
    """New edits against what is stored; those that came before as they are now; ids of something else refused."""
    pupils, cells, closed = stored
    new = [edit for edit in edits if edit.id not in known.before | known.taken]
    settled = settle(new, save.columns, pupils, cells, closed)
    again = [edit for edit in edits if edit.id in known.before]
    settle_again(settled, again, save.columns, pupils, cells)
    said = _("Mã gửi này đã dùng cho ô khác. Hãy gõ lại ô này.")
    taken = [edit for edit in edits if edit.id in known.taken]
    settled.refused += [{"row": edit.row, "column": edit.column, "message": said} for edit in taken]
    return settled


def _keep_saved(save: Save, edits: Sequence[Edit], settled: Settled) -> None:
    saved = {(one["row"], one["column"]) for one in settled.saved}
    keep_arrivals(save.actor, save.school_id, save.book, [e for e in edits if (e.row, e.column) in saved])


def write_rows(
    save: Save, model: type[Model], rows: Mapping[int, dict[str, Any]], key: Sequence[str], **same: Any
) -> None:
    """Write a row of each student, with school and moment and what is the ``same`` in all."""
    each = [{"student_id": student, **row} for student, row in rows.items()]
    upsert(model, {"school_id": save.school_id, "updated_at": now(), **same}, each, key, "updated_at")


def _write_results(save: Save, evaluation: Evaluation) -> None:
    """Those of the term and of the year: the other term's do not follow from what was saved."""
    follow_up = evaluation.new_results((save.term, YEAR))
    upsert(Result, {"school_id": save.school_id, "computed_at": now()}, follow_up, RESULT_KEY, "computed_at")


def _tell(save: Save, settled: Settled) -> None:
    changes = [Change(subject_of(save, c.column.label), c.old, c.new, c.pupil.id) for c in settled.changes]
    record(save.actor, save.school_id, save.book, "mark", changes, reason=save.reason, device=save.device)
    students = tuple(sorted(settled.cells))
    announce(
        save.school_id,
        MarksChanged(save.school_id, save.school_class.pk, save.class_subject_id, save.part, students),
    )


def subject_of(save: Save, label: str) -> str:
    """How the ledger names a cell: sheet and column."""
    return f"{save.title} · {label}"


def _reply(save: Save, settled: Settled) -> Reply:
    return {
        "saved": settled.saved,
        "conflicts": _conflicts(save, settled),
        "refused": settled.refused,
        "rows": [],
    }


def _conflicts(save: Save, settled: Settled) -> list[dict[str, Any]]:
    if not settled.clashes:
        return []
    cells = {(one.pupil.id, subject_of(save, one.column.label)) for _edit, one in settled.clashes}
    last = last_changes(save.school_id, save.book, cells)
    found = []
    for edit, one in settled.clashes:
        by, at = last.get((one.pupil.id, subject_of(save, one.column.label)), ("", ""))
        said = {"row": edit.row, "column": edit.column, "yours": one.new, "theirs": one.old}
        found.append({**said, "by": by, "at": at})
    return found
