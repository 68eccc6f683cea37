"""The first entries of many books at once: what stood in them when the ledger began."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.canonical import canonical_json
from khuevan.kernel.errors import Conflict

from ..models import Entry, Head

VERB = "open"
_BOOK, _NEW, _SUBJECT = "\x00book", "\x00new", "\x00subject"
"""Stand for what differs from entry to entry; canonical JSON has them in this order."""
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
_HEADS = """
INSERT INTO audit_head (school_id, book, position, hash)
SELECT %s, x.book, 1, x.hash FROM jsonb_to_recordset(%s::jsonb) AS x (book text, hash text)
ON CONFLICT DO NOTHING"""
_ENTRIES = """
INSERT INTO audit_entry (school_id, at, "by", role, verb, reason, device, previous, position, book, subject, new, hash)
SELECT %s, %s, %s, %s, %s, '', '', '', 1, x.book, x.subject, x.new, x.hash
FROM jsonb_to_recordset(%s::jsonb) AS x (book text, subject text, new jsonb, hash text) ORDER BY x.book"""


@dataclass(frozen=True)
class Author:
    """A program that writes for nobody in particular."""

    name: str
    title: str
    user_id: int | None = None


def open_books(author: Author, school_id: int, books: Mapping[str, tuple[str, Any]]) -> None:
    """Begin books with one entry each: name → subject and content, JSON without floats. Two statements.

    Raises ``Conflict`` where a book has begun already; nothing is written then.
    """
    if not books:
        return
    who = {"school_id": school_id, "at": now(), "by": author.name, "role": author.title, "verb": VERB, "position": 1}
    rows = []
    for book, (subject, content) in books.items():
        entry = Entry(book=book, subject=subject, new=content, previous="", **who)
        rows.append({"book": book, "subject": subject, "new": content, "hash": entry.digest()})
    heads = [{"book": row["book"], "hash": row["hash"]} for row in rows]
    if Head.objects.filter(school_id=school_id, book__in=books).exists():
        raise Conflict("Có sổ đã bắt đầu ghi nhật ký.", hint="Chỉ mở nhật ký cho sổ chưa có dòng nào.")
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [school_id, json.dumps(heads)])
        cursor.execute(_ENTRIES, [school_id, who["at"], author.name, author.title, VERB, json.dumps(rows)])


class Opening:
    """First entries that somebody writes with the books themselves, whole, beside whom nobody writes."""

    def __init__(self, author: Author, school_id: int, at: datetime) -> None:
        entry = Entry(
            school_id=school_id, at=at, by=author.name, role=author.title, verb=VERB, position=1, previous="",
            book=_BOOK, new=_NEW, subject=_SUBJECT,
        )  # fmt: skip
        said = canonical_json(entry.said()).decode()
        before, _, said = said.partition(_ENCODED(_BOOK))
        between, _, said = said.partition(_ENCODED(_NEW))
        again, _, after = said.partition(_ENCODED(_SUBJECT))
        self._around = before, between, again, after

    def digest(self, book: str, subject: str, content: str) -> str:
        """The hash of the first entry of a book whose content is canonical JSON already; nothing is written."""
        before, between, again, after = self._around
        said = f"{before}{_ENCODED(book)}{between}{content}{again}{_ENCODED(subject)}{after}"
        return sha256(said.encode()).hexdigest()
