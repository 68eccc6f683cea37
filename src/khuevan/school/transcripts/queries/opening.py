"""One version with all that its page shows. Families open theirs on one day, so it is plain SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.platform.approvals.api import Case, Event, history
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import File
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import SchoolClass

from ..adapters.reading import CONTENT_ENDS
from ..models import Transcript, Version
from ..policies import TRANSCRIPT, readable
from ..rules.records import Content, Signature
from .versions import content_before_signatures

_VERSIONS = f"""
SELECT v.id, v.school_id, v.student_id, v.uid, v.transcript_id, v.case_id, v.number, v.verify_code, v.digest, v.pdf_id,
  v.reason, v.decision_no, v.created_at, v.issued_at, v.superseded_at, v.revoked_at,
  CASE WHEN v.id = asked.id THEN split_part(v.xml, '{CONTENT_ENDS}', 1) ELSE '' END AS says,
  k.state, k.since, t.year, t.code, t.school_class_id, c.uid AS class_uid, c.name AS class_name,
  u.code AS school_code, u.name AS school_name,
  p.uid AS person_uid, p.code AS person_code, p.full_name, p.merged_into_id, f.sha256,
  EXISTS (SELECT FROM transcripts_stampedversion s WHERE s.school_id = v.school_id AND s.version_id = v.id) AS stamped
FROM transcripts_version asked
JOIN transcripts_version v ON v.school_id = asked.school_id AND v.transcript_id = asked.transcript_id
JOIN approvals_case k ON k.id = v.case_id
JOIN transcripts_transcript t ON t.id = v.transcript_id
JOIN enrolment_schoolclass c ON c.id = t.school_class_id
JOIN units_unit u ON u.id = v.school_id
JOIN people_person p ON p.id = v.student_id
LEFT JOIN files_file f ON f.id = v.pdf_id
WHERE asked.uid = %s ORDER BY v.number DESC"""  # noqa: S608 - our own words
_SIGNATURES = """
SELECT id, role, section, signer_name, signer_title, on_behalf, serial, at, digest, stale_at, stale_reason
FROM transcripts_sectionsignature WHERE school_id = %s AND version_id = %s ORDER BY at, id"""


@dataclass
class Opened:
    """A version, its signatures, its history, the versions beside it (the newest first), none with its ``xml``.

    ``says``: the document as far as its content goes, "" while there is none.
    """

    version: Version
    signatures: list[Signature]
    history: list[Event]
    versions: list[Version]
    says: str

    @cached_property
    def content(self) -> Content | None:
        """What it says; None if its file is damaged."""
        return content_before_signatures(self.version, self.says)

    @property
    def stamped(self) -> bool:
        """Whether it is under a time-stamp."""
        return bool(self.version.stamped)  # type: ignore[attr-defined]

    @property
    def lapsed(self) -> list[Signature]:
        """Signatures that no longer count and have not been made again."""
        held = {(row.role, row.section) for row in self.signatures if row.stale_at is None}
        return [row for row in self.signatures if row.stale_at and (row.role, row.section) not in held]

    @property
    def holding(self) -> list[Signature]:
        """Signatures that count, in the order of signing."""
        return [row for row in self.signatures if row.stale_at is None]


def open_version(actor: Actor, uid: UUID) -> Opened:
    """A version with everything around it that the actor may see. Raises ``NotFound``; three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [uid])
        names = [column.name for column in cursor.description]
        versions = readable(actor, [_whole(dict(zip(names, row, strict=True))) for row in cursor.fetchall()])
    version = next((one for one in versions if one.uid == uid), None)
    if version is None:
        raise NotFound(_("Không tìm thấy học bạ này."), hint=_("Học bạ không có, hoặc ngoài phạm vi của thầy cô."))
    with connection.cursor() as cursor:
        cursor.execute(_SIGNATURES, [version.school_id, version.pk])
        signatures = [Signature(*row) for row in cursor.fetchall()]
    return Opened(version, signatures, history(TRANSCRIPT, version.case_id), versions, version.says)  # type: ignore[attr-defined]


def _whole(row: dict[str, Any]) -> Version:
    """A version with the records around it; what was not read of them is read when it is asked for."""
    version: Version = _some(Version, row)
    version.stamped, version.says = row["stamped"], row["says"]  # type: ignore[attr-defined]
    version.case = _some(Case, {"id": row["case_id"], "state": row["state"], "since": row["since"]})
    version.school = _some(Unit, {"id": row["school_id"], "code": row["school_code"], "name": row["school_name"]})
    person = {"id": row["student_id"], "uid": row["person_uid"], "code": row["person_code"]}
    person |= {"full_name": row["full_name"], "merged_into_id": row["merged_into_id"]}
    version.student = _some(Person, person)
    version.pdf = _some(File, {"id": row["pdf_id"], "sha256": row["sha256"]}) if row["pdf_id"] else None
    transcript = {"id": row["transcript_id"], "year": row["year"], "code": row["code"]}
    version.transcript = _some(Transcript, transcript | {"school_class_id": row["school_class_id"]})
    school_class = {"id": row["school_class_id"], "uid": row["class_uid"], "name": row["class_name"]}
    version.transcript.school_class = _some(SchoolClass, school_class)
    return version


def _some(model: Any, known: Mapping[str, Any]) -> Any:
    names = _names(model, tuple(known))
    return model.from_db("default", names, [known[name] for name in names])


@cache
def _names(model: Any, known: tuple[str, ...]) -> list[str]:
    """The fields of a model that are known, in the order in which `from_db` takes them."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in known]
