"""What a document says, what the gradebook says now, and whether the signatures hold: for whoever checks many."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from khuevan.platform.signing.api import trust_anchors, verify, verify_once
from khuevan.platform.signing.ports import DocumentVerdict
from khuevan.school.enrolment.api import SchoolClass

from ..adapters.reading import Unreadable, read
from ..policies import SCHEME
from ..rules.document import part_names
from ..rules.records import Content
from .composing import Composer, Edition
from .sources import load

Key = TypeVar("Key")


def read_document(xml: str) -> Content | None:
    """The records of a signed document; None where it cannot be read."""
    try:
        return read(xml.encode())
    except Unreadable:
        return None


def as_marked(school_class: SchoolClass, students: Iterable[int]) -> Mapping[int, Content]:
    """What the transcripts of pupils (person ids) would say now; who has left the class is not in it. About fifteen
    queries, whatever the number of pupils."""
    composer = Composer(load(school_class, students))
    return {student: composer.content(student, Edition("", 0, "")) for student in composer.sources.order}


def judge(documents: Mapping[Key, tuple[str, Content | None]], *, on_page: bool = False) -> dict[Key, DocumentVerdict]:
    """The verdicts on signed documents with what they say, by the caller's keys; no query.

    ``on_page``: of a few that are looked at again and again, each is checked once.
    """
    trust, check = trust_anchors(), verify_once if on_page else verify
    return {key: check(xml.encode(), trust, SCHEME, names=_names(content)) for key, (xml, content) in documents.items()}


def _names(content: Content | None) -> dict[str, str]:
    return part_names((one.code, one.name) for one in content.subjects) if content else part_names(())
