"""Edits that browsers send again, after a lost answer or a killed tab, count once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.canonical import sha256_hex
from khuevan.registry.accounts.api import Actor

from ..models import SavedEdit
from .settling import Edit

_KNOWN = """
SELECT uid, user_id, content FROM gradebook_savededit
WHERE school_id = %s AND uid = any(array(SELECT unnest(%s::uuid[])))"""
_KEEP = """
INSERT INTO gradebook_savededit (school_id, user_id, saved_at, uid, content)
SELECT %s, %s, %s, * FROM unnest(%s::uuid[], %s::text[])
ON CONFLICT (school_id, uid) DO NOTHING"""


@dataclass(frozen=True)
class Arrivals:
    """What is known of the edits of a save: saved before, and ids that belong to something else."""

    before: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


def arrived(actor: Actor, school_id: int, book: str, edits: Sequence[Edit]) -> Arrivals:
    """Which of these edits have been saved before; one statement. Call it while holding what the save changes."""
    sent = {edit.id: _content(book, edit) for edit in edits if edit.id}
    if not sent:
        return Arrivals()
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [school_id, [UUID(uid) for uid in sent]])
        found = [(str(uid), (user, content)) for uid, user, content in cursor.fetchall()]
    same = {uid for uid, known in found if known == (actor.user_id, sent[uid])}
    return Arrivals(frozenset(same), frozenset(uid for uid, _known in found) - same)


def keep_arrivals(actor: Actor, school_id: int, book: str, edits: Iterable[Edit]) -> None:
    """Remember saved edits by their ids; one statement."""
    named = [edit for edit in edits if edit.id]
    if not named:
        return
    columns = ([UUID(edit.id) for edit in named], [_content(book, edit) for edit in named])
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [school_id, actor.user_id, now(), *columns])


def forget_arrivals(before: datetime) -> int:
    """Forget edits that were saved before a moment, within the scope that the caller has opened."""
    return SavedEdit.objects.filter(saved_at__lt=before).delete()[0]


def _content(book: str, edit: Edit) -> str:
    return sha256_hex([book, edit.row, edit.column, edit.value])
