"""Keep files."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor

from ..adapters.place import storage
from ..models import File

SIDE_BY_SIDE = 8


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
    """Keep many files with one statement, in their order. Raises ``StorageFull``.

    Their bytes are flushed side by side: a disk flushes several files in the time of one.
    """
    moment, given = now(), list(many)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        digests = list(pool.map(storage().put, [one.content for one in given]))
    rows = [
        File(
            school_id=school_id, student_id=one.student_id, sha256=digest, size=len(one.content),
            media_type=one.media_type, name=one.name, link_key=one.link_key, created_at=moment,
            created_by=actor.user_id,
        )
        for one, digest in zip(given, digests, strict=True)
    ]  # fmt: skip
    return File.objects.bulk_create(rows)
