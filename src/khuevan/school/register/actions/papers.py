"""Keep scanned papers with an event."""

from hashlib import sha256

from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import scan_type, store

from ..models import LifeEvent, Paper
from .holding import demand


def attach(actor: Actor, event: LifeEvent, content: bytes, name: str) -> Paper:
    """One paper more; it is never exchanged. A paper that is sent twice is kept once."""
    demand(actor, "undo", event)
    same = Paper.objects.filter(school_id=event.school_id, event=event, file__sha256=sha256(content).hexdigest())
    if kept := same.first():
        return kept
    file = store(actor, event.school_id, content, name[:120], scan_type(content), student_id=event.student_id)
    return Paper.objects.create(school_id=event.school_id, student_id=event.student_id, event=event, file=file)
