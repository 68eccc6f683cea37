"""The door of the register."""

from .actions.arriving import Newcomer, come_back, enrol
from .actions.bulk import record_events
from .actions.changing_class import change_class
from .actions.filling import fill, fill_register
from .actions.leaving import death, leave, leave_for
from .actions.papers import attach
from .actions.recording import Said
from .actions.releasing import Introduction, release
from .actions.transfers import Wish, agree, ask, refuse, withdraw
from .actions.undoing import undo
from .events import LifeEventsRecorded, LifeEventUndone, TransferMoved
from .models import Dossier, DossierFile, LifeEvent, RegisterLine, Transfer
from .policies import TRANSFER
from .queries.dossiers import dossiers_of
from .queries.finding import pupil_by_uid, shows, transfer_by_uid
from .queries.whereabouts import schools_on

__all__ = [
    "TRANSFER",
    "Dossier",
    "DossierFile",
    "Introduction",
    "LifeEvent",
    "LifeEventUndone",
    "LifeEventsRecorded",
    "Newcomer",
    "RegisterLine",
    "Said",
    "Transfer",
    "TransferMoved",
    "Wish",
    "agree",
    "ask",
    "attach",
    "change_class",
    "come_back",
    "death",
    "dossiers_of",
    "enrol",
    "fill",
    "fill_register",
    "leave",
    "leave_for",
    "pupil_by_uid",
    "record_events",
    "refuse",
    "release",
    "schools_on",
    "shows",
    "transfer_by_uid",
    "undo",
    "withdraw",
]
