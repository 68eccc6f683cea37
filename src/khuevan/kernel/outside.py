"""Work that must not be done while a transaction is open, such as asking somebody else's slow service.

Whoever opens transactions for a unit of work (a request, a step of a batch) runs it by ``again`` or within
``leaving``. Where such work comes up, ``outside`` breaks the unit off: its transaction is undone, the work is done with
none open, and the unit begins again from the start. What was done is remembered: the second time ``outside`` returns
what came of it, or raises what it raised. So a unit that dies in between has written nothing, and one that finds other
data than before asks anew. Where nobody has opened such a unit, the work is done at once.

Work that must not be done twice (two requests of one double click) names what only one unit at a time may hold
(``alone``). It is held from then until the unit has ended, and the unit begins again before it does the work: it then
sees what somebody else has written who held it before.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from .errors import Conflict

T = TypeVar("T")
MOST = 12
"""Times that a unit is begun again before it is given up."""


@dataclass
class Answers:
    """What came of the work of one unit: a value, or an exception to raise."""

    known: dict[Hashable, tuple[bool, Any]] = field(default_factory=dict)
    times: int = 0
    held: set[Hashable] = field(default_factory=set)
    until_the_end: ExitStack = field(default_factory=ExitStack)


_answers: ContextVar[Answers | None] = ContextVar("answers", default=None)


class Alone(Protocol):
    """What one unit at a time may hold; equal ones exclude each other."""

    def holding(self) -> AbstractContextManager[object]:
        """Hold it, after waiting for whoever does. May raise, which counts as the work's own refusal."""

    def __hash__(self) -> int: ...


class Outside(Exception):
    """The unit is to be broken off for ``do`` and then begun again."""

    def __init__(self, answers: Answers, key: Hashable, work: Callable[[], Any], alone: "Alone | None") -> None:
        super().__init__("work for outside the transaction")
        self._answers, self._key, self._work, self._alone = answers, key, work, alone

    def do(self) -> None:
        """Do the work; what it raises is raised where it came up, when the unit comes there again."""
        answers, alone = self._answers, self._alone
        token = _answers.set(None)
        try:
            if alone and alone not in answers.held:
                answers.until_the_end.enter_context(alone.holding())
                answers.held.add(alone)
                return
            found: tuple[bool, Any] = True, self._work()
        except Exception as error:
            found = False, error
        finally:
            _answers.reset(token)
        answers.known[self._key] = found
        answers.times += 1


@contextmanager
def leaving() -> Iterator[Answers]:
    """Within the block ``outside`` breaks off; whoever catches ``Outside`` undoes, does the work and begins again."""
    answers = Answers()
    token = _answers.set(answers)
    try:
        with answers.until_the_end:
            yield answers
    finally:
        _answers.reset(token)


def again(unit: Callable[[], T], before: Callable[[], object] = lambda: None) -> T:
    """Run a unit, which opens its own transaction, until it is through. ``before``: done each time before the work."""
    with leaving():
        while True:
            try:
                return unit()
            except Outside as broken_off:
                before()
                broken_off.do()


def outside(key: Hashable, work: Callable[[], T], alone: Alone | None = None) -> T:
    """What comes of ``work``, done with no transaction open. ``key`` tells it from other work of the unit.

    ``alone``: what the unit then holds until its end. Raises ``Conflict`` where a unit is begun again and again because
    it never finds the same data twice.
    """
    answers = _answers.get()
    if answers is None:
        with alone.holding() if alone else nullcontext():
            return work()
    if key not in answers.known:
        if answers.times >= MOST:
            raise Conflict(
                "Dữ liệu liên tục thay đổi trong lúc chờ dịch vụ ký.", hint="Chờ người khác sửa xong, rồi ký lại."
            )
        raise Outside(answers, key, work, alone)
    fine, value = answers.known[key]
    if not fine:
        raise value
    return cast(T, value)


def same(key: Hashable, make: Callable[[], T]) -> T:
    """A value that stays what it is when the unit begins again: the moment of signing, a code that was drawn."""
    answers = _answers.get()
    if answers is None:
        return make()
    if key not in answers.known:
        answers.known[key] = True, make()
    return cast(T, answers.known[key][1])
