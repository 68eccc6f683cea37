"""What a family sees of one child: the transcripts and the links that lead to them. Plain SQL: on the day of results
every family of the province asks it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor

from ..policies import PUBLIC

_CHILD = """
SELECT p.id, p.uid, p.full_name, place.*, papers.*
FROM people_person p
LEFT JOIN LATERAL (
  SELECT e.school_id, e.year, c.grade, c.name AS class_name, u.name AS school_name
  FROM enrolment_enrolment e
  JOIN enrolment_schoolclass c ON c.id = e.school_class_id
  JOIN units_unit u ON u.id = e.school_id
  WHERE e.student_id = p.id ORDER BY e.year DESC, e.starts_on DESC LIMIT 1
) place ON true
LEFT JOIN LATERAL (
  SELECT v.id, v.uid, t.year, v.number, v.issued_at, k.state, v.superseded_at, v.revoked_at,
    EXISTS (SELECT FROM transcripts_share s WHERE s.version_id = v.id AND s.student_id = p.id)
  FROM transcripts_version v
  JOIN transcripts_transcript t ON t.id = v.transcript_id
  JOIN approvals_case k ON k.id = v.case_id
  WHERE v.student_id = p.id AND k.state = any(%s)
  ORDER BY t.year DESC, v.number DESC
) papers ON true
WHERE p.id = any(%s) AND p.uid = %s AND p.merged_into_id IS NULL"""
_LINKS = """
SELECT s.uid, t.year, s.purpose, s.expires_at, s.withdrawn_at, coalesce(o.opened, 0), o.last
FROM transcripts_share s
JOIN transcripts_version v ON v.id = s.version_id
JOIN transcripts_transcript t ON t.id = v.transcript_id
LEFT JOIN (SELECT share_id, count(*) AS opened, max(at) AS last FROM transcripts_shareopening
  WHERE student_id = %(child)s GROUP BY share_id) o ON o.share_id = s.id
WHERE s.student_id = %(child)s
ORDER BY s.id DESC"""


class Paper(NamedTuple):
    """An issued version of a transcript; ``shared``: a link leads or has led to it."""

    pk: int
    uid: UUID
    year: int
    number: int
    issued_at: datetime
    state: str
    superseded_at: datetime | None
    revoked_at: datetime | None
    shared: bool

    @property
    def holds(self) -> bool:
        """In force: neither replaced nor revoked."""
        return self.superseded_at is None and self.revoked_at is None


class Child(NamedTuple):
    """A pupil of a family, and where they are or were last; ``None``: nowhere yet."""

    pk: int
    uid: UUID
    name: str
    school_id: int | None
    year: int | None
    grade: int | None
    class_name: str | None
    school_name: str | None


class Link(NamedTuple):
    """A link to the transcript of a year, how often it was opened, and when last."""

    uid: UUID
    year: int
    purpose: str
    expires_at: datetime
    withdrawn_at: datetime | None
    opened: int
    last: datetime | None

    @property
    def state(self) -> str:
        """open, withdrawn or expired."""
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.expires_at > now() else "expired"


def child_by_uid(actor: Actor, uid: UUID) -> tuple[Child, list[Paper]]:
    """One of the family's pupils with the issued transcripts, the latest first; one query.

    Raises ``NotFound`` for anybody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHILD, [list(PUBLIC), sorted(actor.student_ids), uid])
        rows = cursor.fetchall()
    if not rows:
        raise NotFound(_("Không tìm thấy học sinh này."))
    own = len(Child._fields)
    return Child(*rows[0][:own]), [Paper(*row[own:]) for row in rows if row[own] is not None]


def links_of(student_id: int) -> list[Link]:
    """The links to a pupil's transcripts, the latest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"child": student_id})
        return [Link(*row) for row in cursor.fetchall()]
