"""The door of corrections."""

from .actions.asking import ask, withdraw
from .actions.deciding import grant, refuse
from .models import Attachment, Wish
from .policies import CORRECTION, may, visible
from .queries.parts import parts_of
from .queries.wishes import (
    Seen,
    attachment_by_uid,
    attachments,
    of_version,
    open_to_wishes,
    seen,
    version_to_correct,
    wish_by_uid,
    wishes,
)

__all__ = [
    "CORRECTION",
    "Attachment",
    "Seen",
    "Wish",
    "ask",
    "attachment_by_uid",
    "attachments",
    "grant",
    "may",
    "of_version",
    "open_to_wishes",
    "parts_of",
    "refuse",
    "seen",
    "version_to_correct",
    "visible",
    "wish_by_uid",
    "wishes",
    "withdraw",
]
