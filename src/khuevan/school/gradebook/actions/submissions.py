"""A save that arrives twice counts once."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import now
from django.utils.translation import gettext as _

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor

from ..models import Submission

_GIVEN = "SELECT user_id, request, response FROM gradebook_submission WHERE school_id = %s AND key = %s"

_KEEP = """
INSERT INTO gradebook_submission (school_id, key, user_id, request, response, at)
VALUES (%s, %s, %s, %s, %s::jsonb, %s) ON CONFLICT DO NOTHING"""


def answer_given(actor: Actor, school_id: int, key: UUID | None, content: Any) -> dict[str, Any] | None:
    """The answer that this very request got before, or ``None``. Call it while holding what the save changes.

    Raises ``Invalid`` if the key came with another request before.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN, [school_id, key])
        row = cursor.fetchone()
    if row is None:
        return None
    if row[0] != actor.user_id or row[1] != sha256_hex(content):
        hint = _("Hãy tải lại trang rồi lưu lại.")
        raise Invalid(_("Mã gửi này đã dùng cho lần lưu khác."), hint=hint, code="key_reused")
    return dict(json.loads(row[2]))


def keep_answer(actor: Actor, school_id: int, key: UUID | None, content: Any, response: dict[str, Any]) -> None:
    """Remember the answer for the next time that the same request comes."""
    if key is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [school_id, key, actor.user_id, sha256_hex(content), json.dumps(response), now()])


def forget_submissions(before: datetime) -> int:
    """Delete answers older than a moment, within the scope that the caller has opened."""
    return Submission.objects.filter(at__lt=before).delete()[0]
