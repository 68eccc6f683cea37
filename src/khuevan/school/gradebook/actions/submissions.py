"""A save that arrives twice counts once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import now
from django.utils.translation import gettext as _

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor

from ..models import Submission


def answer_given(actor: Actor, school_id: int, key: UUID | None, content: Any) -> dict[str, Any] | None:
    """The answer that this very request got before, or ``None``. Call it while holding what the save changes.

    Raises ``Invalid`` if the key came with another request before.
    """
    row = Submission.objects.filter(school_id=school_id, key=key).first() if key else None
    if row is None:
        return None
    if row.user_id != actor.user_id or row.request != sha256_hex(content):
        hint = _("Hãy tải lại trang rồi lưu lại.")
        raise Invalid(_("Mã gửi này đã dùng cho lần lưu khác."), hint=hint, code="key_reused")
    return dict(row.response)


def keep_answer(actor: Actor, school_id: int, key: UUID | None, content: Any, response: dict[str, Any]) -> None:
    """Remember the answer for the next time that the same request comes."""
    if key is None:
        return
    row = Submission(school_id=school_id, key=key, user_id=actor.user_id, at=now())
    row.request, row.response = sha256_hex(content), response
    Submission.objects.bulk_create([row], ignore_conflicts=True)


def forget_submissions(before: datetime) -> int:
    """Delete answers older than a moment, within the scope that the caller has opened."""
    return Submission.objects.filter(at__lt=before).delete()[0]
