"""Keep files."""

from collections.abc import Iterable
from dataclasses import dataclass

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
    return store_all(actor, school_id, [Given(content, name, media_type, student_id, link_key)])[0]


@dataclass(frozen=True, slots=True)
class Given:
    """One of many files to keep; the fields are those of `File`."""

    content: bytes
    name: str
    media_type: str
    student_id: int | None = None
    link_key: str = ""


def store_all(actor: Actor, school_id: int, many: Iterable[Given]) -> list[File]:
    """Keep many files with one statement, in their order. Raises ``StorageFull``."""
    moment, place = now(), storage()
    rows = [
        File(
            school_id=school_id, student_id=one.student_id, sha256=place.put(one.content), size=len(one.content),
            media_type=one.media_type, name=one.name, link_key=one.link_key, created_at=moment,
            created_by=actor.user_id,
        )
        for one in many
    ]  # fmt: skip
    return File.objects.bulk_create(rows)
