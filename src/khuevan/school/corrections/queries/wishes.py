"""Requests for corrections: one, the list, those of a version."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.transcripts.api import ISSUED, Version, state, version_by_uid

from ..models import Attachment, Wish
from ..policies import STATES, readable, visible

LOOKS = {"asked": "waiting", "granted": "approved", "refused": "returned", "withdrawn": "draft"}
"""State of a request → look of the design system."""
MOST = 6
"""Requests that the page of a version shows."""
_OF_TRANSCRIPT = """
SELECT w.uid, w.school_id, w.student_id, w.part_name, w.what, w.asked_by, k.state, l.state
FROM corrections_wish w
JOIN transcripts_version v ON v.school_id = w.school_id AND v.id = w.version_id
JOIN approvals_case k ON k.id = w.case_id
LEFT JOIN transcripts_version f ON f.school_id = w.school_id AND f.id = w.fresh_id
LEFT JOIN approvals_case l ON l.id = f.case_id
WHERE w.school_id = %s AND v.transcript_id = %s ORDER BY w.ended_at DESC, w.asked_at DESC, w.id DESC"""


class Brief(NamedTuple):
    """A request as far as the page of a version shows it; ``asked_by`` is the id of a user."""

    uid: UUID
    school_id: int
    student_id: int
    part_name: str
    what: str
    asked_by: int | None
    state: str
    fresh_state: str | None


@dataclass(frozen=True)
class Seen:
    """A request as pages show it: its look, its state in words, and where the new version stands."""

    wish: Wish | Brief
    look: str
    words: str
    fresh: str


def seen(wish: Wish) -> Seen:
    """A request in words."""
    return _said(wish, wish.case.state, wish.fresh.case.state if wish.fresh else None)


def _said(wish: Wish | Brief, at: str, fresh: str | None) -> Seen:
    return Seen(wish, LOOKS[at], _(STATES[at]), str(state(fresh).label) if fresh else "")


def wishes(actor: Actor) -> QuerySet[Wish]:
    """Requests that the actor may read, those that wait first, then the latest; one query."""
    found = Wish.objects.filter(visible(actor)).select_related(
        "case", "student", "school", "version__transcript__school_class", "fresh__case"
    )
    return found.defer("version__xml", "fresh__xml").order_by("-ended_at", "-asked_at", "-pk")


def wish_by_uid(actor: Actor, uid: UUID) -> Wish:
    """One request. Raises ``NotFound`` as if others did not exist."""
    found = wishes(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound(
            _("Không tìm thấy đề nghị này."), hint=_("Đề nghị không có, hoặc không thuộc phạm vi của thầy cô.")
        )
    return found


def attachments(wish: Wish, kind: str) -> list[Attachment]:
    """The papers of a request ("request") or of its decision ("decision"); one query."""
    return list(Attachment.objects.filter(wish=wish, kind=kind).select_related("file").order_by("pk"))


def attachment_by_uid(actor: Actor, uid: UUID) -> Attachment:
    """A paper of a request that the actor may read. Raises ``NotFound``."""
    found = Attachment.objects.filter(uid=uid, wish__in=wishes(actor).values("pk")).select_related("file").first()
    if found is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    return found


def of_version(actor: Actor, version: Version) -> list[Seen]:
    """The requests about any version of a transcript, the latest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_TRANSCRIPT, [version.school_id, version.transcript_id])
        found = readable(actor, [Brief(*row) for row in cursor.fetchall()])
    return [_said(one, one.state, one.fresh_state) for one in found[:MOST]]


def version_to_correct(actor: Actor, uid: UUID) -> Version:
    """An issued version in force that the actor may read. Raises ``NotFound``."""
    version = version_by_uid(actor, uid)
    if not open_to_wishes(version):
        raise NotFound(
            _("Chỉ đề nghị đính chính học bạ đã phát hành và đang có hiệu lực."),
            hint=_("Học bạ chưa phát hành thì sửa ở sổ điểm; bản đã thay thế thì mở bản mới nhất."),
        )
    return version


def open_to_wishes(version: Version) -> bool:
    """Whether a version is issued and neither replaced nor revoked."""
    return version.case.state in ISSUED and version.superseded_at is None
