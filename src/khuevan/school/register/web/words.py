"""Events and transfers in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..actions.undoing import undoable
from ..models import LifeEvent, Transfer
from ..policies import STATES
from ..queries.course import Happened
from ..rules.moves import REASONS

Kind = LifeEvent.Kind
TONES = {"asked": "warning", "agreed": "info", "released": "success", "refused": "danger", "withdrawn": "neutral"}


@dataclass(frozen=True)
class Line:
    """An event as a page shows it. ``undo``: whether it is of those that can be undone; ``own``: whether the
    actor's office keeps its papers."""

    event: LifeEvent
    title: str
    detail: str
    papers: list[Any]
    undo: bool = False
    own: bool = False


def line(happened: Happened, own: bool, newest: int) -> Line:
    """What happened, from where to where, by which paper. ``newest``: id of the one event that may be undone."""
    one = happened.event
    said = [_classes(one), _other(one), REASONS.get(one.reason_code, ""), one.reason, paper_of(one)]
    own, undo = own and one.undone_at is None, own and one.pk == newest and undoable(one)
    return Line(one, _(str(Kind(one.kind).label)), " · ".join(filter(None, said)), happened.papers, undo, own)


def _classes(one: LifeEvent) -> str:
    names = {"from": one.class_from.name if one.class_from else "", "to": one.class_to.name if one.class_to else ""}
    if names["from"] and names["to"]:
        return _("lớp %(from)s sang lớp %(to)s") % names
    name = names["to"] or names["from"]
    return _("lớp %(name)s") % {"name": name} if name else ""


def _other(one: LifeEvent) -> str:
    place = one.other_school.name if one.other_school else one.other_place
    if not place:
        return ""
    return (_("từ %(place)s") if one.kind == Kind.TRANSFER_IN else _("đến %(place)s")) % {"place": place}


def paper_of(one: LifeEvent | Transfer) -> str:
    """``số 12/GGT ngày 20/05/2026``, or as much as is known."""
    if not one.paper_no:
        return ""
    if one.paper_on:
        return _("số %(number)s ngày %(day)s") % {"number": one.paper_no, "day": f"{one.paper_on:%d/%m/%Y}"}
    return _("số %(number)s") % {"number": one.paper_no}


@dataclass(frozen=True)
class Look:
    """A transfer in a list: its two schools, its state in words."""

    transfer: Transfer
    sending: str
    receiving: str
    label: str
    tone: str

    @property
    def birth(self) -> str:
        """``07/05/2014``, or as much as is known."""
        return "/".join(reversed(self.transfer.birth.split("-")))


def look(one: Transfer) -> Look:
    """For its own school and others."""
    own, other = one.school.name, one.other.name
    sending, receiving = (own, other) if one.side == "out" else (other, own)
    state = one.case.state
    return Look(one, sending, receiving, _(STATES[state]), TONES[state])
