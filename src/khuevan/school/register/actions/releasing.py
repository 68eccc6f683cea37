"""The sending school lets a pupil go: everything that makes the other school theirs happens in one transaction."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.platform.approvals.api import advance
from khuevan.registry.accounts.api import Actor
from khuevan.registry.people.api import Guardianship, affiliate
from khuevan.school.enrolment.api import SchoolClass, SchoolYear, move_in

from ..models import LifeEvent, Transfer
from ..policies import TRANSFER
from ..queries.finding import Standing, standing_at
from .crossing import both_sides
from .dossiers import hand_over
from .filling import number_pupils
from .holding import check_day, hold_pupils
from .leaving import depart
from .recording import Move, Said, write_events
from .transfers import tell

Kind = LifeEvent.Kind


@dataclass(frozen=True, slots=True)
class Introduction:
    """The introduction paper (giấy giới thiệu chuyển trường), and from which day the pupil is at the other school."""

    on: date
    paper_no: str
    paper_on: date | None = None
    reason: str = ""


def release(actor: Actor, own: Transfer, paper: Introduction) -> None:
    """End place and affiliation here, begin them there, hand the dossier over.

    Raises ``Conflict`` where the pupil has meanwhile left, or the class that was chosen is gone.
    """
    if not paper.paper_no.strip():
        raise Invalid(
            _("Chưa ghi số giấy giới thiệu."), hint=_("Ghi số của giấy giới thiệu chuyển trường."), code="paper"
        )
    hold_pupils([own.student_id])
    with both_sides(actor, own, "release") as (sending, receiving):
        advance(actor, TRANSFER, [sending.case_id, receiving.case_id], "release")
        found = standing_at(sending.school_id, sending.student_id)
        if not found.here:
            raise Conflict(
                _("Em không còn học ở trường này."),
                hint=_("Em đã rời trường sau khi có đơn: rút đơn này, ghi rõ lý do."),
                code="left",
            )
        _go(actor, sending, receiving, found, paper)
        given = {"paper_no": paper.paper_no[:60], "paper_on": paper.paper_on or paper.on, "released_on": paper.on}
        Transfer.objects.filter(pk__in=[sending.pk, receiving.pk]).update(**given)
        tell(actor, (sending, receiving), "release", {"on": paper.on.isoformat(), "paper_no": paper.paper_no}, "")


def _go(actor: Actor, sending: Transfer, receiving: Transfer, found: Standing, paper: Introduction) -> None:
    student, place = sending.student_id, _class(receiving)
    said = {
        "reason": paper.reason or sending.reason[:300],
        "paper_no": paper.paper_no,
        "paper_on": paper.paper_on or paper.on,
    }
    out = Said(paper.on, other_school=receiving.school_id, **said)
    _check_arrival(place, out)
    hand_over(actor, found, receiving.school_id, paper.on, sending.pair)
    year, _kept = depart(found, out, f"Chuyển đến {receiving.school.name}")
    gone = Move(student, sending.full_name, found.place.school_class_id if found.place else None)
    write_events(actor, sending.school_id, Kind.TRANSFER_OUT, year, [gone], out, transfer=sending.pair)
    _arrive(receiving, place, paper.on)
    came = Said(paper.on, other_school=sending.school_id, **said)
    move = Move(student, sending.full_name, None, place.pk)
    write_events(actor, receiving.school_id, Kind.TRANSFER_IN, place.year, [move], came, transfer=sending.pair)


def _class(receiving: Transfer) -> SchoolClass:
    place: SchoolClass | None = receiving.class_to
    if place is None:
        raise Conflict(_("Lớp mà trường kia chọn không còn nữa."), hint=_("Báo trường chuyển đến chọn lại lớp."))
    return place


def _check_arrival(place: SchoolClass, said: Said) -> None:
    check_day(said.on, None, SchoolYear.objects.get(school_id=place.school_id, year=place.year), said.reason)


def _arrive(receiving: Transfer, place: SchoolClass, on: date) -> None:
    """Affiliation, place and number at the receiving school; it knows the guardians from now on."""
    student = receiving.student_id
    affiliate(receiving.school_id, "pupil", on, [student])
    answering = Guardianship.objects.filter(student_id=student, valid_to=None).values_list("guardian_id", flat=True)
    affiliate(receiving.school_id, "guardian", on, list(answering))
    move_in(receiving.school_id, place.year, on, {student: place.pk}, f"Chuyển đến từ {receiving.other.name}")
    number_pupils(receiving.school_id, [student], on)
