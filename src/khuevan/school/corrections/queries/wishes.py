"""Requests for corrections: one, the list, those of a version."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.transcripts.api import ISSUED, Version, state, version_by_uid

from ..models import Attachment, Wish
from ..policies import STATES, visible

LOOKS = {"asked": "waiting", "granted": "approved", "refused": "returned", "withdrawn": "draft"}
"""State of a request → look of the design system."""


@dataclass(frozen=True)
class Seen:
    """A request as pages show it: its look, its state in words, and where the new version stands."""

    wish: Wish
    look: str
    words: str
    fresh: str


def seen(wish: Wish) -> Seen:
    """A request in words."""
    at = wish.case.state
    return Seen(wish, LOOKS[at], _(STATES[at]), str(state(wish.fresh.case.state).label) if wish.fresh else "")


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
    found = Wish.objects.filter(visible(actor), version__transcript_id=version.transcript_id)
    found = found.select_related("case", "fresh__case").only("uid", "part_name", "what", "case__state", "fresh__case__state")
    return [seen(one) for one in found.order_by("-ended_at", "-asked_at", "-pk")[:6]]


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
