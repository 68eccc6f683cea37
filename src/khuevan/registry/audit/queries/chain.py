"""Check the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Entry, Head


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and why, in Vietnamese."""

    book: str
    position: int
    subject: str
    why: str


def broken_links(school_id: int) -> Iterator[Break]:
    """Walk every book of a school; nothing is yielded when all entries are as they were written."""
    last: dict[str, tuple[int, str]] = {}
    for entry in Entry.objects.filter(school_id=school_id).order_by("book", "position").iterator(chunk_size=2000):
        position, previous = last.get(entry.book, (0, ""))
        if entry.position != position + 1:
            yield Break(entry.book, position + 1, entry.subject, "thiếu dòng trong sổ")
        elif entry.previous != previous or entry.hash != entry.digest():
            yield Break(entry.book, entry.position, entry.subject, "nội dung dòng này đã bị thay đổi")
        last[entry.book] = (entry.position, entry.hash)
    for head in Head.objects.filter(school_id=school_id):
        if last.get(head.book, (0, "")) != (head.position, head.hash):
            yield Break(head.book, head.position, "", "các dòng cuối sổ đã bị xoá")
