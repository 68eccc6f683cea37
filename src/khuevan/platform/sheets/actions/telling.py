"""Tell how far the work on an import is. Nobody listens unless a worker does it (`telling`)."""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import Error
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Say, Scope, beside

from ..models import Import

logger = logging.getLogger(__name__)
Row = TypeVar("Row")
State = Import.State
PAUSE = 0.4
"""Seconds between two reports within a step."""
READ, COLUMNS, COMPARE, STAGE = (
    gettext_noop("Đọc tệp"),
    gettext_noop("Đọc từng cột"),
    gettext_noop("So với dữ liệu hiện có"),
    gettext_noop("Lập bản xem trước"),
)
FETCH, AGAIN, WRITE, MARK = (
    gettext_noop("Lấy các dòng đã duyệt"),
    gettext_noop("Kiểm tra lại lần cuối"),
    gettext_noop("Ghi vào dữ liệu"),
    gettext_noop("Ghi lại từng dòng đã nhập"),
)
DEPENDENTS, SINCE, BACK = (
    gettext_noop("Tìm những gì dựa vào lần nhập"),
    gettext_noop("Xem có gì đã sửa từ lúc nhập"),
    gettext_noop("Trả lại như trước khi nhập"),
)
PLANS = {
    State.CHECKING: {READ: 35, COLUMNS: 15, COMPARE: 20, STAGE: 30},
    State.WRITING: {FETCH: 5, AGAIN: 15, WRITE: 70, MARK: 10},
    State.UNDOING: {DEPENDENTS: 5, SINCE: 15, BACK: 80},
}
"""The steps of each work, with what they weigh of 100 for a large list, as measured."""
_TELL = """
INSERT INTO sheets_progress (school_id, part_of, words, done, total, share, told_at) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (school_id, part_of) DO UPDATE SET words = excluded.words, done = excluded.done, total = excluded.total,
  share = excluded.share, told_at = excluded.told_at"""


@dataclass
class Teller:
    """Who tells of one import. ``before``: the share of the steps that are done; ``weight``: of the one at hand."""

    school_id: int
    import_id: int
    say: Say
    plan: dict[str, int] = field(default_factory=dict)
    words: str = ""
    before: int = 0
    weight: int = 0
    at: float = 0.0

    def begin(self, words: str) -> None:
        steps = list(self.plan)
        self.words, self.weight = words, self.plan[words]
        self.before = sum(self.plan[one] for one in steps[: steps.index(words)])
        self.tell(0, 0)

    def tell(self, done: int, total: int) -> None:
        share = self.before + self.weight * done // max(total, 1)
        self.at = time.monotonic()
        try:
            self.say(_TELL, [self.school_id, self.import_id, self.words, done, total, min(share, 100), now()])
        except Error:  # the work itself goes on without its bar
            logger.warning("import %s: progress could not be told", self.import_id, exc_info=True)


_teller: ContextVar[Teller | None] = ContextVar("teller", default=None)


@contextmanager
def telling(school_id: int, import_id: int) -> Iterator[None]:
    """Within it, how far the work on an import is can be read by pages."""
    with beside(Scope("staff", frozenset({school_id}))) as say:
        token = _teller.set(Teller(school_id, import_id, say))
        try:
            yield
        finally:
            _teller.reset(token)


def plan(state: Import.State) -> None:
    """Work of this kind begins."""
    if one := _teller.get():
        one.plan = PLANS[state]


def step(words: str) -> None:
    """A step of the plan begins."""
    if (one := _teller.get()) and words in one.plan:
        one.begin(words)


def far(done: int, total: int) -> None:
    """So far the step at hand is, in rows or parts."""
    one = _teller.get()
    if one and one.plan and (done >= total or time.monotonic() - one.at > PAUSE):
        one.tell(done, total)


def counted(rows: Iterable[Row], total: int) -> Iterator[Row]:
    """The rows, telling now and then how many there were."""
    for number, row in enumerate(rows):
        if number % 500 == 0:
            far(number, total)
        yield row
