"""Entries of the ledger in the words of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from khuevan.kernel.marks import format_tenths
from khuevan.platform.transparency.api import provable
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Entry
from khuevan.school.enrolment.api import Pupil

from ..api import Column


def in_words(actor: Actor, entries: Iterable[Entry], columns: Sequence[Column], pupils: Mapping[int, Pupil]) -> None:
    """Set ``pupil``, ``cell``, ``before``, ``after`` and ``provable`` (to this actor) on each entry; one query."""
    by_label, proven = {column.label: column for column in columns}, provable(actor, entries)
    for entry in entries:
        entry.provable = entry.pk in proven
        if entry.verb == "open":
            entry.pupil, entry.cell, entry.before = None, _("Số liệu ban đầu"), ""
            entry.after = _("%(n)d học sinh") % {"n": len(entry.new or ())}
            continue
        label = entry.subject.rpartition(" · ")[2]
        column = by_label.get(label)
        entry.pupil = pupils.get(entry.student_id or 0)
        entry.cell = column.title if column else label
        entry.before, entry.after = word(column, entry.old), word(column, entry.new)


def word(column: Column | None, value: Any) -> str:
    """A value of a cell as people read it; nothing for an empty cell."""
    if value is None:
        return ""
    if column and column.kind == "score" and isinstance(value, int):
        return format_tenths(value)
    shorts = {option.value: option.short for option in column.options} if column else {}
    return shorts.get(value, str(value))
