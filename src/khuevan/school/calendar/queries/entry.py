"""What the gradebook asks with every opening and every save: is this column open today?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.panels import Panel
from khuevan.school.gradebook.api import may
from khuevan.school.gradebook.ports import ALWAYS_OPEN, FREE, Bar, Entry

from ..rules.kinds import LAST_GRADE, Slot, slot_of, slots_of
from ..rules.windows import Limit, Window, windows_of
from .words import kind_name

_SQL = """(SELECT jsonb_build_object(
  'own', (SELECT jsonb_agg(jsonb_build_array(w.term, w.kind, w.scope, w.opens_on, w.closes_on))
    FROM calendar_schoolwindow w WHERE w.school_id = {school} AND w.year = {year} AND w.scope IN ({scopes})),
  'limits', (SELECT jsonb_agg(jsonb_build_array(w.term, w.kind, w.scope, w.opens_on, w.closes_on, w.latest_on))
    FROM calendar_provincewindow w WHERE w.year = {year} AND w.scope IN ({scopes})),
  'again', (SELECT jsonb_agg(jsonb_build_array(r.term, r.kind, r.until))
    FROM calendar_reopening r WHERE r.school_id = {school} AND r.school_class_id = {class}
      AND r.class_subject_id IS NOT DISTINCT FROM {book} AND r.ended_at IS NULL)))"""
_SCOPES = """'all', 'g' || {grade},
    CASE WHEN {grade} <= 5 THEN 'primary' WHEN {grade} <= 9 THEN 'lower' ELSE 'upper' END"""


class Calendar:
    """The gradebook's ``EntryCalendar``."""

    def sql(self, place: Mapping[str, str]) -> str:
        """Windows that cover the grade, and what is asked for or re-opened in this book."""
        return _SQL.format(**place, scopes=_SCOPES.format(**place))

    def read(self, said: Any, grade: int, whole_class: bool) -> Entry:
        """The book's entry; always open where nobody has set anything, and in preschools, which have no windows."""
        if grade > LAST_GRADE or not said or not (said["own"] or said["limits"] or said["again"]):
            return ALWAYS_OPEN
        own = {(term, kind, scope): Window(_day(a), _day(b)) for term, kind, scope, a, b in said["own"] or ()}
        limits = {
            (term, kind, scope): Limit(_day(a), _day(b), _day(c)) for term, kind, scope, a, b, c in said["limits"] or ()
        }
        again = {(term, kind): _day(until) if until else None for term, kind, until in said["again"] or ()}
        return BookEntry(grade, whole_class, windows_of(own, limits, grade), again, today())


def _day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass(frozen=True)
class Line:
    """A kind of columns of a page: its state on the day (early, open, over, again), its last or first day."""

    slot: Slot
    name: str
    state: str
    day: date
    waiting: bool = False


@dataclass(frozen=True)
class BookEntry:
    """Windows that count for a book or homeroom part, and what is asked for (None) or re-opened until a day."""

    grade: int
    whole_class: bool
    windows: Mapping[Slot, Window]
    again: Mapping[Slot, date | None]
    day: date

    def line(self, slot: Slot) -> Line | None:
        """How a kind of columns stands; ``None`` where nobody has set a window."""
        window = self.windows.get(slot)
        if window is None:
            return None
        state, until = window.state(self.day), self.again.get(slot)
        name = kind_name(slot[1])
        if state == "over" and until and until >= self.day:
            return Line(slot, name, "again", until)
        waiting = slot in self.again and until is None
        return Line(slot, name, state, window.opens_on if state == "early" else window.closes_on, waiting)

    def bar(self, part: int, column: str) -> Bar:
        """Why a column is shut today, and what a change in a re-opened one needs."""
        line = self.line(slot_of(self.grade, self.whole_class, part, column))
        if line is None or line.state == "open":
            return FREE
        said = {"name": line.name, "day": f"{line.day:%d/%m/%Y}"}
        if line.state == "early":
            return Bar(_("“%(name)s” chưa mở: nhập được từ ngày %(day)s.") % said)
        if line.state == "again":
            text = _("“%(name)s” được mở lại đến hết ngày %(day)s để sửa: hãy ghi lý do sửa điểm rồi lưu lại.")
            return Bar(wanted=text % said)
        if line.waiting:
            return Bar(_("“%(name)s” đã hết hạn ngày %(day)s; đề nghị mở lại đang chờ lãnh đạo duyệt.") % said)
        text = _("“%(name)s” đã hết hạn ngày %(day)s. Nếu cần nhập, bấm “Đề nghị mở lại” ở đầu trang sổ và nêu lý do.")
        return Bar(text % said)

    def notices(self, actor: Any, opened: Any) -> list[Panel]:
        """A strip above the grid: what is open until when, with the way to ask; a lock says enough by itself."""
        part, thing = opened.part, opened.thing
        lines = [line for slot in slots_of(self.grade, self.whole_class, part) if (line := self.line(slot))]
        if not lines or opened.lock:
            return []
        writes = may(actor, "judge" if self.whole_class else "write", thing)
        over = [line for line in lines if line.state == "over" and not line.waiting]
        name = "calendar:ask_class" if self.whole_class else "calendar:ask_book"
        ask = reverse(name, args=[thing.uid, part]) if writes and over else ""
        context = {"lines": lines, "ask": ask, "shut": any(line.state in ("early", "over") for line in lines)}
        return [Panel(_("Hạn nhập"), "calendar/parts/notice.html", context)]
