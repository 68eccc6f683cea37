"""Write events, many at once, with their papers, ledger and announcement."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from khuevan.kernel.clock import now
from khuevan.kernel.ids import uuid7
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.isolation.api import copied
from khuevan.registry.people.api import Kept

from ..events import LifeEventsRecorded
from ..models import LifeEvent

BOOK = "register"
_COLUMNS = "place int, student bigint, uid uuid, class_from bigint, class_to bigint"
_WRITE = """
INSERT INTO register_lifeevent (school_id, student_id, uid, kind, year, "on", class_from_id, class_to_id,
  other_school_id, other_place, reason_code, reason, paper_no, paper_on, transfer, kept, at, user_id, by,
  undone_by, undone_reason)
SELECT %(school)s, m.student, m.uid, %(kind)s, %(year)s, %(on)s, m.class_from, m.class_to,
  %(other_school)s, %(other_place)s, %(reason_code)s, %(reason)s, %(paper_no)s, %(paper_on)s, %(transfer)s,
  %(kept)s::jsonb, %(at)s, %(user)s, %(by)s, '', ''
FROM life_events m ORDER BY m.place RETURNING id"""


@dataclass(frozen=True, slots=True)
class Move:
    """A pupil with class ids; None for no class. ``subject`` names the pupil in the ledger."""

    student: int
    subject: str
    class_from: int | None = None
    class_to: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of an event: the day, the other school or place, the reason, the paper."""

    on: date
    other_school: int | None = None
    other_place: str = ""
    reason_code: str = ""
    reason: str = ""
    paper_no: str = ""
    paper_on: date | None = None


def write_events(
    actor: Actor, school_id: int, kind: LifeEvent.Kind, year: int, moves: Sequence[Move], said: Said,
    *, kept: Sequence[Kept] = (), uid: UUID | None = None, transfer: UUID | None = None,
) -> list[int]:  # fmt: skip
    """One event a pupil, all of one kind and day; their ids. A few statements, however many.

    ``uid`` of the one event makes a form that is sent twice harmless; ``kept``: what can be taken back with it.
    """
    rows = ((at, one.student, uid or uuid7(), one.class_from, one.class_to) for at, one in enumerate(moves))
    same = {
        "school": school_id, "kind": kind.value, "year": year, "at": now(), "user": actor.user_id,
        "by": actor.name[:80], "kept": json.dumps([asdict(one) for one in kept]), "transfer": transfer, **_texts(said),
    }  # fmt: skip
    with copied("life_events", _COLUMNS, rows) as cursor:
        cursor.execute(_WRITE, same)
        ids = [row[0] for row in cursor.fetchall()]
    told = {
        "kind": kind.value,
        "on": said.on.isoformat(),
        **{key: value for key, value in _ledger(said).items() if value},
    }
    changes = [Change(one.subject, _place(one.class_from), told | _place(one.class_to), one.student) for one in moves]
    record(actor, school_id, BOOK, kind.value, changes, reason=said.reason)
    students = tuple(one.student for one in moves)
    announce(school_id, LifeEventsRecorded(school_id, kind.value, year, said.on, students))
    return ids


def _texts(said: Said) -> dict[str, object]:
    return {
        "on": said.on, "other_school": said.other_school, "other_place": said.other_place[:160],
        "reason_code": said.reason_code[:2], "reason": said.reason[:300], "paper_no": said.paper_no[:60],
        "paper_on": said.paper_on,
    }  # fmt: skip


def _ledger(said: Said) -> dict[str, object]:
    """The details as the ledger keeps them."""
    paper_on = said.paper_on.isoformat() if said.paper_on else ""
    return {
        "other_school": said.other_school, "other_place": said.other_place, "reason_code": said.reason_code,
        "paper_no": said.paper_no, "paper_on": paper_on,
    }  # fmt: skip


def _place(class_id: int | None) -> dict[str, object]:
    return {"class": class_id} if class_id else {}


def already(uid: UUID | None) -> LifeEvent | None:
    """The event that a form has written before, if it was sent twice."""
    return LifeEvent.objects.filter(uid=uid).first() if uid else None
