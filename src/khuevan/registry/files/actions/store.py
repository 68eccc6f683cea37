"""Keep a file."""

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor

from ..adapters.place import storage
from ..models import File


def store(
    actor: Actor, school_id: int, content: bytes, name: str, media_type: str,
    *, student_id: int | None = None, link_key: str = "",
) -> File:  # fmt: skip
    """Write the bytes, then the row. If the transaction fails, bytes without a row stay, which nobody can read.

    Raises ``StorageFull``.
    """
    digest = storage().put(content)
    return File.objects.create(
        school_id=school_id,
        student_id=student_id,
        sha256=digest,
        size=len(content),
        media_type=media_type,
        name=name,
        link_key=link_key,
        created_at=now(),
        created_by=actor.user_id,
    )
