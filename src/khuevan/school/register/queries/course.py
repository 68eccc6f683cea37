"""A pupil's way through school (quá trình học): what happened, what came along, what is under way."""

from dataclasses import dataclass, field

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.transcripts.api import Version
from khuevan.school.transcripts.api import visible as visible_transcripts

from ..models import Dossier, DossierFile, LifeEvent, Paper, RegisterLine, Transfer
from ..policies import visible


@dataclass
class Happened:
    """An event with its papers."""

    event: LifeEvent
    papers: list[Paper] = field(default_factory=list)


@dataclass
class Came:
    """A dossier with the transcripts in it."""

    dossier: Dossier
    files: list[DossierFile] = field(default_factory=list)


@dataclass
class Course:
    """Everything about one pupil that the actor may see, the latest first."""

    events: list[Happened]
    places: list[Enrolment]
    dossiers: list[Came]
    versions: list[Version]
    transfers: list[Transfer]
    numbers: list[RegisterLine]


def course_of(actor: Actor, student_id: int) -> Course:
    """Nine queries, however much has happened."""
    seen = LifeEvent.objects.filter(visible(actor, LifeEvent), student_id=student_id)
    events = {one.pk: Happened(one) for one in seen.select_related(*_EVENT).order_by("-on", "-pk")}
    for paper in Paper.objects.filter(event_id__in=list(events)).select_related("file"):
        events[paper.event_id].papers.append(paper)
    kept = Dossier.objects.filter(visible(actor, Dossier), student_id=student_id).order_by("-at", "-pk")
    dossiers = {one.pk: Came(one) for one in kept.defer("content")}
    files = DossierFile.objects.filter(dossier_id__in=list(dossiers)).order_by("year", "version", "-kind")
    for file in files:
        dossiers[file.dossier_id].files.append(file)
    places = Enrolment.objects.filter(student_id=student_id).select_related("school_class", "school")
    versions = Version.objects.filter(visible_transcripts(actor), student_id=student_id, issued_at__isnull=False)
    return Course(
        list(events.values()),
        list(places.order_by("-year", "-starts_on")),
        list(dossiers.values()),
        list(
            versions.defer("xml")
            .select_related("transcript", "case", "school")
            .order_by("-transcript__year", "-number")
        ),
        transfers_of(actor, student_id),
        list(RegisterLine.objects.filter(student_id=student_id).select_related("school").order_by("number")),
    )


_EVENT = ("school", "class_from", "class_to", "other_school")


def transfers_of(actor: Actor, student_id: int) -> list[Transfer]:
    """Transfers of a pupil, the latest first; for a family only the sending sides, which say all that the others do."""
    found = Transfer.objects.filter(visible(actor, Transfer), student_id=student_id)
    if actor.kind in ("guardian", "authority"):
        found = found.filter(side=Transfer.Side.OUT)
    return list(found.select_related("school", "other", "case").order_by("-asked_on", "-pk"))
