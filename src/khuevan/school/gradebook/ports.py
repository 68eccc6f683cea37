"""What the gradebook asks of rooms that stand on it: who has signed, until when columns are open, what else belongs on
its pages, what a save entails at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from khuevan.kernel.panels import Panel


@dataclass(frozen=True)
class Signed:
    """A signature that holds: by whom, when."""

    by: str
    at: datetime


@dataclass(frozen=True)
class ClassSignatures:
    """Signatures of a class's year: of its subjects by class subject id, and of its homeroom teacher."""

    subjects: Mapping[int, Signed] = field(default_factory=dict)
    homeroom: Signed | None = None


class SignatureBoard(Protocol):
    """Knows who has signed what; the transcripts room registers itself."""

    def of_classes(self, school_id: int, class_ids: Sequence[int]) -> Mapping[int, ClassSignatures]:
        """Signatures by class id, for all classes in a constant number of queries."""
        ...


class _NoBoard:
    def of_classes(self, school_id: int, class_ids: Sequence[int]) -> Mapping[int, ClassSignatures]:
        return {}


PagePanels = Callable[[Any, Any], Iterable[Panel]]
"""``(actor, class subject, class or pupil) -> panels``: cards for the page of one book, class or pupil."""

StagePanels = Callable[[Any, Any], Iterable[Panel]]
"""``(actor, Stage) -> panels``: cards for the first page of a teacher, at what is being filled in these days."""

Follower = Callable[[int, Iterable[int]], None]
"""``(class id, student ids)``: does what has to be true together with a save, in its transaction."""

_board: SignatureBoard = _NoBoard()
_book_panels: list[PagePanels] = []
_class_panels: list[PagePanels] = []
_pupil_panels: list[PagePanels] = []
_stage_panels: list[StagePanels] = []
_followers: list[Follower] = []


def register_board(board: SignatureBoard) -> None:
    """Ask ``board`` who has signed, from now on."""
    global _board
    _board = board


def signatures(school_id: int, class_ids: Sequence[int]) -> Mapping[int, ClassSignatures]:
    """Signatures of classes; empty where nobody keeps them."""
    return _board.of_classes(school_id, class_ids)


def register_book_panels(provider: PagePanels) -> None:
    """Offer cards for the page of a class subject (e.g. to sign it). Registering twice changes nothing."""
    if provider not in _book_panels:
        _book_panels.append(provider)


def register_class_panels(provider: PagePanels) -> None:
    """Offer cards for the homeroom page of a class. Registering twice changes nothing."""
    if provider not in _class_panels:
        _class_panels.append(provider)


def register_pupil_panels(provider: PagePanels) -> None:
    """Offer cards for the page of a pupil (person). Registering twice changes nothing."""
    if provider not in _pupil_panels:
        _pupil_panels.append(provider)


def register_stage_panels(provider: StagePanels) -> None:
    """Offer cards for the first page of a teacher; the stage is asked for once. Registering twice changes nothing."""
    if provider not in _stage_panels:
        _stage_panels.append(provider)


def stage_panels(actor: Any, stage: Any) -> list[Panel]:
    """Cards for the first page of a teacher, by order."""
    return _collect(_stage_panels, actor, stage)


def pupil_panels(actor: Any, pupil: Any) -> list[Panel]:
    """Cards for the page of a pupil, by order."""
    return _collect(_pupil_panels, actor, pupil)


def book_panels(actor: Any, book: Any) -> list[Panel]:
    """Cards for the page of a class subject, by order."""
    return _collect(_book_panels, actor, book)


def class_panels(actor: Any, school_class: Any) -> list[Panel]:
    """Cards for the homeroom page of a class, by order."""
    return _collect(_class_panels, actor, school_class)


def _collect(providers: Iterable[PagePanels], actor: Any, thing: Any) -> list[Panel]:
    offered = [panel for provider in providers for panel in provider(actor, thing)]
    return sorted(offered, key=lambda panel: (panel.order, panel.title))


@dataclass(frozen=True)
class Bar:
    """Why a column cannot be filled in (``shut``), and what is missing where a stored value changes (``wanted``)."""

    shut: str = ""
    wanted: str = ""


FREE = Bar()


class Entry(Protocol):
    """What the calendar says of one book, or of a class's homeroom part."""

    def bar(self, part: int, column: str) -> Bar:
        """Whether a column, by its key in the sheet, is open today in a term or period."""
        ...

    def notices(self, actor: Any, opened: Any) -> list[Panel]:
        """What stands above the grid: ``opened`` is the gradebook's ``Opened``."""
        ...


class EntryCalendar(Protocol):
    """Knows until when columns may be filled in; the calendar room registers itself."""

    def sql(self, place: Mapping[str, str]) -> str:
        """A JSON expression for the statement that reads the locks anyway, so that asking costs no statement more.

        ``place`` holds SQL for ``school``, ``year``, ``grade``, ``class`` and ``book`` (NULL: the homeroom part).
        """
        ...

    def read(self, said: Any, grade: int, whole_class: bool) -> Entry:
        """What that expression found, as parsed JSON."""
        ...


class _AlwaysOpen:
    def sql(self, place: Mapping[str, str]) -> str:
        return "NULL::jsonb"

    def read(self, said: Any, grade: int, whole_class: bool) -> Entry:
        return self

    def bar(self, part: int, column: str) -> Bar:
        return FREE

    def notices(self, actor: Any, opened: Any) -> list[Panel]:
        return []


ALWAYS_OPEN = _AlwaysOpen()
_calendar: EntryCalendar = ALWAYS_OPEN


def register_calendar(calendar: EntryCalendar) -> None:
    """Ask ``calendar`` until when columns are open, from now on."""
    global _calendar
    _calendar = calendar


def entry_calendar() -> EntryCalendar:
    """Who knows until when columns are open; without such a room they always are."""
    return _calendar


def register_follower(follower: Follower) -> None:
    """Call ``follower`` in every save that changed something. Registering twice changes nothing."""
    if follower not in _followers:
        _followers.append(follower)


def follow(class_id: int, students: Iterable[int]) -> None:
    """Let the rooms above do what a save of these pupils entails."""
    for follower in _followers:
        follower(class_id, students)
