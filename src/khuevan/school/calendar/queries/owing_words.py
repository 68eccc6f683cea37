"""What is owed, in words for a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .lateness import Owing
from .words import slot_name


@dataclass(frozen=True)
class Line:
    """A book with what it lacks: ``days`` late, 0 while there is time."""

    one: Owing
    title: str
    slot: str
    days: int


def in_words(found: Iterable[Owing], day: date) -> list[Line]:
    """Each with its name."""
    return [Line(one, _title(one), slot_name(one.term, one.kind), one.days_late(day)) for one in found]


def _title(one: Owing) -> str:
    if one.book_uid:
        return f"{one.subject} {one.class_name}"
    return _("Lớp %(name)s") % {"name": one.class_name}
