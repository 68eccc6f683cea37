"""Save conduct, absences and comments of a class in grades 6 to 12."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import Pupil, SchoolClass, class_list

from ..models import Conduct
from ..policies import demand
from ..queries.columns import Column
from ..queries.evaluating import evaluate_class
from ..queries.history import conduct_book
from ..queries.locks import TERM_NAMES
from ..queries.results import show_results
from ..queries.retests import NOT_TRAINED, may_retrain
from ..queries.sheets import YEAR, ConductSheet
from ..rules import tt22_2021 as tt22
from .saving import Reply, Save, Stored, Written, run, write_rows
from .settling import Closed, Edit, Settled, anything

_KEY = ("school_id", "school_class_id", "student_id", "term")
Rows = dict[tuple[int, int], Conduct]


def save_conduct(
    actor: Actor,
    school_class: SchoolClass,
    term: int,
    edits: Sequence[Edit],
    *,
    reason: str = "",
    device: str = "",
    key: UUID | None = None,
) -> Reply:
    """Save the homeroom teacher's part of a term (TT 22/2021 Art. 8); term 3 holds the level after the summer.

    Conduct and absences of the year, promotion and awards follow at once. Conflicts, refusals and errors as in
    ``save_marks``; raises ``NotAllowed`` unless the actor is the homeroom teacher.
    """
    demand(actor, "judge", school_class)
    sheet = ConductSheet(term)
    title = f"Rèn luyện {school_class.name} · {TERM_NAMES[term]}"
    ledger = conduct_book(school_class, term)
    save = Save(actor, school_class, None, term, term, sheet, ledger, title, reason, device, key)
    held: Rows = {}

    def stored() -> Stored:
        held.update(conduct_rows(school_class))
        pupils = class_list(school_class)
        cells = {pupil.id: sheet.cells(held.get((pupil.id, term))) for pupil in pupils}
        return pupils, cells, _only_trained(held) if term == YEAR else anything

    return run(save, edits, stored, lambda settled: _write(save, sheet, settled, held))


def conduct_rows(school_class: SchoolClass) -> Rows:
    """All that is known of the class, by student id and term; one query."""
    rows = Conduct.objects.filter(school_id=school_class.school_id, school_class_id=school_class.pk)
    return {(row.student_id, row.term): row for row in rows}


def _only_trained(held: Rows) -> Closed:
    def closed(pupil: Pupil, column: Column) -> str:
        allowed = column.key != "retrained" or may_retrain(held.get((pupil.id, YEAR)))
        return "" if allowed else _(NOT_TRAINED)

    return closed


def _write(save: Save, sheet: ConductSheet, settled: Settled, held: Rows) -> Written:
    rows = {student: sheet.fields(cells) for student, cells in settled.cells.items()}
    common = {"school_class_id": save.school_class.pk}
    write_rows(save, Conduct, rows, _KEY, **common, term=sheet.term)
    if sheet.term != YEAR:
        years = {student: _year(student, sheet.term, row, held) for student, row in rows.items()}
        write_rows(save, Conduct, years, _KEY, **common, term=YEAR)
    evaluation = evaluate_class(save.school_class, settled.cells)
    said = {
        student: show_results(evaluation.results.get((student, sheet.term)), sheet.term) for student in settled.cells
    }
    return Written(evaluation, said)


def _year(student: int, term: int, changed: Mapping[str, Any], held: Rows) -> dict[str, Any]:
    """Level and absences of the year from the changed term and the other one (Art. 8(2)(b))."""
    other = held.get((student, 3 - term))
    levels = {term: changed["level"], 3 - term: other.level if other else ""}
    away = [changed["absences"], other.absences if other else None]
    level = ""
    if all(levels.values()):
        level = tt22.Level(int(tt22.conduct_year(*(tt22.Level[levels[one]] for one in (1, 2))))).name
    return {"level": level, "absences": None if None in away else sum(away)}
