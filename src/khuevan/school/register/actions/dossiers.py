"""Hand over what follows a pupil: a snapshot of results and marks, earlier dossiers, issued transcripts as files."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import File, content_of, store
from khuevan.registry.units.api import Unit
from khuevan.school.transcripts.api import Version, issued_versions

from ..models import Dossier, DossierFile
from ..ports import carry
from ..queries.dossiers import compose, earlier
from ..queries.finding import Standing

XML, PDF = "application/xml", "application/pdf"


def keep_own(actor: Actor, found: Standing, day: date) -> Dossier | None:
    """Before a change of class: what the class that is left has written; None where it has written nothing."""
    content = compose(actor, found.school_id, found.person.pk)
    running = [one for one in content["years"] if found.place and one["year"] == found.place.year]
    if not any(cell for one in running for subject in one["subjects"] for cell in subject["cells"]):
        return None
    return _write(actor, found.school_id, found.person.pk, found.school_id, day, {**content, "years": running})


def hand_over(actor: Actor, found: Standing, receiving_id: int, day: date, pair: UUID) -> Dossier:
    """Everything that the sending school has, as rows and files of the receiving one.

    Runs where both schools are in scope. The bytes of a file lie once, under their digest, whoever's row names them.
    """
    student = found.person.pk
    for old in reversed(earlier(found.school_id, student)):
        copy = _write(
            actor, receiving_id, student, old.from_school_id, old.day, old.content, old.transfer,
            name=old.from_name, digest=old.digest, by=old.by,
        )  # fmt: skip
        _copy_files(actor, old, copy)
    content = compose(actor, found.school_id, student)
    made = _write(actor, receiving_id, student, found.school_id, day, content, pair)
    for version in issued_versions(found.school_id, student):
        _give_transcript(actor, made, version)
    carry(actor, found.school_id, receiving_id, student)
    return made


def _write(
    actor: Actor, school_id: int, student_id: int, from_school: int, day: date, content: dict[str, Any],
    pair: UUID | None = None, *, name: str = "", digest: str = "", by: str = "",
) -> Dossier:  # fmt: skip
    return Dossier.objects.create(
        school_id=school_id, student_id=student_id, from_school_id=from_school, day=day, at=now(), transfer=pair,
        from_name=name or Unit.objects.values_list("name", flat=True).get(pk=from_school), by=by or actor.name[:80],
        content=content, digest=digest or sha256_hex(content),
    )  # fmt: skip


def _give_transcript(actor: Actor, dossier: Dossier, version: Version) -> None:
    """The signed document and its paper as files of the dossier's school."""
    given = [("xml", version.xml.encode(), XML)]
    given += [("pdf", content_of(version.pdf), PDF)] if version.pdf else []
    for kind, content, media in given:
        name = f"hoc-ba-{version.verify_code}.{kind}"
        file = store(actor, dossier.school_id, content, name, media, student_id=dossier.student_id)
        DossierFile.objects.create(
            school_id=dossier.school_id, student_id=dossier.student_id, dossier=dossier, file=file, kind=kind,
            year=version.transcript.year, version=version.number, verify_code=version.verify_code,
            state=version.case.state, digest=file.sha256,
        )  # fmt: skip


def _copy_files(actor: Actor, old: Dossier, new: Dossier) -> None:
    rows: Iterable[DossierFile] = DossierFile.objects.filter(school_id=old.school_id, dossier=old).select_related(
        "file"
    )
    for row in rows:
        file: File = row.file
        copy = store(
            actor, new.school_id, content_of(file), file.name, file.media_type, student_id=new.student_id
        )  # fmt: skip
        DossierFile.objects.create(
            school_id=new.school_id, student_id=new.student_id, dossier=new, file=copy, kind=row.kind, year=row.year,
            version=row.version, verify_code=row.verify_code, state=row.state, digest=row.digest,
        )  # fmt: skip
