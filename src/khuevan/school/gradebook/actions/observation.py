"""Save what is observed of the children of a preschool's class."""

from collections.abc import Sequence
from uuid import UUID

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass, class_list

from ..models import Observation
from ..policies import demand
from ..queries.evaluating import Evaluation
from ..queries.history import observation_book
from ..queries.locks import TERM_NAMES
from ..queries.observing import Rows, observation_rows, said_of_year
from ..queries.sheets import YEAR, ObservationSheet
from ..queries.standing import class_part_name
from .saving import Reply, Save, Stored, Written, run, write_rows
from .settling import Edit, Settled, anything

_KEY = ("school_id", "school_class_id", "student_id", "term")


def save_observations(
    actor: Actor,
    school_class: SchoolClass,
    term: int,
    edits: Sequence[Edit],
    *,
    reason: str = "",
    device: str = "",
    key: UUID | None = None,
) -> Reply:
    """Save observations and comments of a preschool's class in a term 1 or 2; the year, term 3, has a comment alone.

    Conflicts, refusals and errors as in ``save_marks``; raises ``NotAllowed`` unless the actor leads the class.
    """
    demand(actor, "judge", school_class)
    sheet = ObservationSheet.of(school_class, term)
    title = f"{class_part_name(school_class)} {school_class.name} · {TERM_NAMES[term]}"
    ledger = observation_book(school_class, term)
    save = Save(actor, school_class, None, term, term, sheet, ledger, title, reason, device, key)
    held: Rows = {}

    def stored() -> Stored:
        held.update(observation_rows(school_class))
        pupils = class_list(school_class)
        return pupils, {pupil.id: sheet.cells(held.get((pupil.id, term))) for pupil in pupils}, anything

    return run(save, edits, stored, lambda settled: _write(save, sheet, settled, held))


def _write(save: Save, sheet: ObservationSheet, settled: Settled, held: Rows) -> Written:
    rows = {student: sheet.fields(cells) for student, cells in settled.cells.items()}
    for student, row in rows.items():
        row["seen"] = _of_other_rules(sheet, held.get((student, sheet.term))) | row["seen"]
    write_rows(save, Observation, rows, _KEY, school_class_id=save.school_class.pk, term=sheet.term)
    said = said_of_year(sheet, settled.cells, held) if sheet.term == YEAR else {}
    return Written(Evaluation(), said)


def _of_other_rules(sheet: ObservationSheet, row: Observation | None) -> dict[str, str]:
    """What was observed by indicators that the set no longer has stays as it is."""
    known = {one.code for one in sheet.items}
    return {code: said for code, said in row.seen.items() if code not in known} if row else {}
