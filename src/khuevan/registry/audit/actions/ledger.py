"""Add entries to the ledger."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.canonical import sha256_hex
from khuevan.registry.accounts.api import Actor

from ..models import Entry

_SAME = ("school_id", "book", "at", "user_id", "by", "role", "verb", "reason", "device")
_EACH = ("position", "subject", "student_id", "old", "new", "previous", "hash")
_APPEND = f"""
WITH head AS (UPDATE audit_head SET position = %s, hash = %s WHERE school_id = %s AND book = %s)
INSERT INTO audit_entry ({", ".join(_SAME)}, {", ".join(_EACH)})
SELECT {", ".join(["%s"] * len(_SAME))}, {", ".join(f"x.{name}" for name in _EACH)}
FROM jsonb_to_recordset(%s::jsonb) AS x (
  position int, subject text, student_id bigint, old jsonb, new jsonb, previous text, hash text
) ORDER BY x.position"""  # noqa: S608 - our own names

_HOLD = """
INSERT INTO audit_head AS h (school_id, book, position, hash) VALUES (%s, %s, 0, '')
ON CONFLICT (school_id, book) DO UPDATE SET position = h.position RETURNING position, hash"""


@dataclass(frozen=True)
class Change:
    """One changed thing: ``subject`` names it ("TOAN 7A HK2 · tx1"), ``old`` and ``new`` are JSON without floats."""

    subject: str
    old: Any = None
    new: Any = None
    student_id: int | None = None


def record(
    actor: Actor,
    school_id: int,
    book: str,
    verb: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    device: str = "",
) -> None:
    """Append one entry a change to ``book``, in the caller's transaction.

    The head of the book is locked first, so that two writers queue and the chain never forks.
    """
    if not changes:
        return
    position, previous = _locked_head(school_id, book)
    who = {"user_id": actor.user_id, "by": actor.name, "role": actor.title[:60], "verb": verb, "at": now()}
    like = Entry(school_id=school_id, book=book, position=position, reason=reason, device=device, **who)
    said, rows = like.said(), []
    for place, change in enumerate(changes, position + 1):
        row = {"position": place, "subject": change.subject, "old": change.old, "new": change.new, "previous": previous}
        previous = sha256_hex({**said, **row, "student": change.student_id})
        rows.append(row | {"student_id": change.student_id, "hash": previous})
    _append(like, rows)


def _append(like: Entry, rows: Sequence[dict[str, Any]]) -> None:
    """Write entries that differ from one another in ``rows`` only and move the head to the last; one statement."""
    head = [rows[-1]["position"], rows[-1]["hash"], like.school_id, like.book]
    same = [getattr(like, name) for name in _SAME]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [*head, *same, json.dumps(rows)])


def _locked_head(school_id: int, book: str) -> tuple[int, str]:
    """Position and hash of the last entry of a book, which is begun where it has none."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [school_id, book])
        position, last = cursor.fetchone()
        return position, last
