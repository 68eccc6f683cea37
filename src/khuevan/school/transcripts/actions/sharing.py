"""A family shows one transcript to somebody by a link, and takes the link back."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.accounts.api import Actor

from ..models import Share, ShareOpening, Version
from ..policies import visible

DAYS = (1, 7, 30, 90)
"""For how long a link may be valid."""
PURPOSE_LIMIT = 120
TOKEN_BYTES = 18


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def share(actor: Actor, version_id: int, days: int, purpose: str = "") -> tuple[Share, str]:
    """Make a link to an issued version of one's child; returns it with its token, which is not kept anywhere.

    Raises ``NotFound`` for a transcript that is not the family's, ``Invalid`` for another number of days.
    """
    if days not in DAYS:
        choices = ", ".join(map(str, DAYS))
        raise Invalid(_("Thời hạn không hợp lệ."), hint=_("Chọn một trong: %(days)s ngày.") % {"days": choices})
    version = Version.objects.filter(visible(actor, "share"), pk=version_id).first()
    if version is None:
        raise NotFound(_("Không tìm thấy học bạ này."))
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
    made = Share.objects.create(
        school_id=version.school_id,
        student_id=version.student_id,
        version=version,
        token_hash=hash_of(token),
        verify_code=version.verify_code,
        purpose=purpose.strip()[:PURPOSE_LIMIT],
        created_by=actor.user_id,
        created_by_name=actor.name,
        created_at=moment,
        expires_at=moment + timedelta(days=days),
    )
    return made, token


def withdraw(actor: Actor, uid: UUID) -> Share:
    """Let a link lead nowhere from now on. Raises ``NotFound`` for somebody else's."""
    found = Share.objects.filter(uid=uid, student_id__in=actor.student_ids).select_related("student").first()
    if found is None:
        raise NotFound(_("Không tìm thấy liên kết này."))
    if found.withdrawn_at is None:
        found.withdrawn_at = now()
        found.save(update_fields=["withdrawn_at"])
    return found


def opened(link: Share, device: str) -> None:
    """Note that a link was opened; runs in the scope of the school."""
    ShareOpening.objects.create(
        school_id=link.school_id, student_id=link.student_id, share=link, at=now(), device=device[:60]
    )
