"""What has been published."""

from datetime import datetime

from khuevan.kernel.merkle import leaf_hash

from ..models import Checkpoint, Leaf, SchoolRoot


def hashed(digest: str) -> bytes:
    """The leaf's hash of an entry from its hash in the ledger, which is the leaf's data."""
    return leaf_hash(bytes.fromhex(digest))


def last_checkpoint() -> Checkpoint | None:
    """The newest checkpoint, or nothing before the first night."""
    return Checkpoint.objects.order_by("-day").first()


def published_at() -> datetime | None:
    """When the newest day was published."""
    last = last_checkpoint()
    return last.at if last else None


def last_roots() -> dict[int, SchoolRoot]:
    """The newest root of every school in scope."""
    roots = SchoolRoot.objects.order_by("school_id", "-day").distinct("school_id")
    return {root.school_id: root for root in roots}


def school_leaves(school_id: int, size: int) -> list[bytes]:
    """The hashes of the first ``size`` leaves of a school's log."""
    rows = Leaf.objects.filter(school_id=school_id, position__lt=size).order_by("position")
    return [hashed(digest) for digest in rows.values_list("entry__hash", flat=True)]


def last_published(school_id: int) -> list[str] | None:
    """Day and root (hex) of a school's newest published root."""
    root = SchoolRoot.objects.filter(school_id=school_id).order_by("-day").first()
    return [root.day.isoformat(), root.root] if root else None


def is_published(school_uid: str, day: str, root: str) -> bool:
    """Whether the log of this installation holds that root of a school."""
    leaf = {"school": school_uid, "day": day, "root": root}
    return Checkpoint.objects.filter(day=day, leaves__contains=[leaf]).exists()
