"""What we hold against what a partner holds, record by record, and what to do about each difference."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

MISSING, OLDER, NEWER, OTHER, EXTRA = "missing", "older", "newer", "other", "extra"
FINDINGS = {
    MISSING: ("Đối tác không có", "Gửi lại"),
    OLDER: ("Đối tác giữ bản cũ hơn", "Gửi lại"),
    NEWER: ("Đối tác giữ phiên bản cao hơn của ta", "Gửi lại với phiên bản cao hơn"),
    OTHER: ("Cùng phiên bản nhưng nội dung khác", "Gửi lại với phiên bản cao hơn"),
    EXTRA: ("Đối tác có, ta không có", "Hỏi đối tác bản ghi này từ đâu, rồi nhờ xoá"),
}
"""Finding → what it is, what to do."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record as one side holds it: version and SHA-256 (hex) of its body; ``cancelled`` it only remembers."""

    ref: str
    version: int
    digest: str
    cancelled: bool = False


def line(held: Held) -> str:
    """A record in the list whose digest is the digest of a group."""
    return f"{held.ref} {held.version} {'-' if held.cancelled else held.digest}"


def group_digest(records: Iterable[Held]) -> str:
    """SHA-256 (hex) of the lines of a group, in the order of their bytes, joined by line feeds."""
    text = "\n".join(sorted((line(one) for one in records), key=str.encode))
    return hashlib.sha256(text.encode()).hexdigest()


def finding(ours: Held | None, theirs: Held | None) -> str:
    """A code of `FINDINGS`, or "" where both agree."""
    if ours is None:
        return "" if theirs is None or theirs.cancelled else EXTRA
    if theirs is None:
        return "" if ours.cancelled else MISSING
    if theirs.version != ours.version:
        return OLDER if theirs.version < ours.version else NEWER
    same = ours.cancelled == theirs.cancelled and (ours.cancelled or ours.digest == theirs.digest)
    return "" if same else OTHER
