"""Figures follow what happens at the schools, within the job that hands an event out."""

from khuevan.kernel.events import Event, subscribe
from khuevan.platform.sheets.api import ListWritten
from khuevan.registry.audit.api import order
from khuevan.registry.identity.events import PeopleMerged, PeopleSeparated
from khuevan.school.gradebook.api import MarksChanged, ResultsComputed
from khuevan.school.opening.api import OpeningUndone, WaitingPlaced, YearOpened
from khuevan.school.register.api import LifeEventsRecorded, LifeEventUndone
from khuevan.school.transcripts import events as transcripts

from .api import class_place, refresh
from .queries.topics import GRADED, LEVELS, MARKS, PEOPLE, RESULTS, TRANSCRIPTS

_PEOPLE = (ListWritten, LifeEventsRecorded, LifeEventUndone, YearOpened, WaitingPlaced, OpeningUndone)
_PAPERS = (
    transcripts.SubjectSigned,
    transcripts.HomeroomSigned,
    transcripts.TranscriptIssued,
    transcripts.TranscriptsSubmitted,
    transcripts.TranscriptsAccepted,
    transcripts.TranscriptReturned,
    transcripts.TranscriptCorrected,
    transcripts.TranscriptRevoked,
)


def listen() -> None:
    """When the room starts."""
    subscribe(MarksChanged, marks_changed)
    subscribe(ResultsComputed, results_computed)
    for kind in _PEOPLE:
        subscribe(kind, people_changed)
    for kind in (PeopleMerged, PeopleSeparated):
        subscribe(kind, records_joined)
    for kind in _PAPERS:
        subscribe(kind, transcripts_moved)


def marks_changed(event: MarksChanged) -> None:
    """A book or the homeroom teacher's part: its subject in its grade, and the results of the grade."""
    place = class_place(event.school_id, event.school_class_id, event.class_subject_id)
    if place is None:
        return
    topics = (LEVELS if place.primary else MARKS, RESULTS) if place.subject else (RESULTS,)
    refresh(event.school_id, topics, year=place.year, grade=place.grade, subject=place.subject)


def results_computed(event: ResultsComputed) -> None:
    """A whole year of a school."""
    refresh(event.school_id, GRADED, year=event.year)


def people_changed(event: Event) -> None:
    """Who is in which class of a school: everything that counts pupils or their marks."""
    school, year = event.school_id, getattr(event, "year", None)  # type: ignore[attr-defined]
    refresh(school, (*PEOPLE, *GRADED), year=year)


def records_joined(event: PeopleMerged | PeopleSeparated) -> None:
    """Two records have become one, or two again: a job counts, for it has to see every school where either is known."""
    order("statistics.recount", person_ids=[event.winner_id, event.loser_id])


def transcripts_moved(event: Event) -> None:
    """Transcripts of a school went on."""
    refresh(event.school_id, (TRANSCRIPTS,))  # type: ignore[attr-defined]
