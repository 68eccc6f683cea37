"""Units of work that are broken off for work that no transaction may wait for."""

import threading
from contextlib import contextmanager

import pytest

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.kernel.outside import MOST, Outside, again, leaving, outside, same


class Unit:
    """Notes in which order things happen; its transaction is open from "begin" to "end" or "undo"."""

    def __init__(self, *steps):
        self.steps, self.log = steps, []

    def __call__(self):
        self.log.append("begin")
        try:
            found = [outside(key, lambda work=work: self.worked(work)) for key, work in self.steps]
        except BaseException:
            self.log.append("undo")
            raise
        self.log.append("end")
        return found

    def worked(self, work):
        self.log.append("work")
        return work()


def test_work_is_done_between_two_transactions_and_once():
    unit = Unit(("a", lambda: 1), ("b", lambda: 2), ("a", lambda: 3))
    assert again(unit) == [1, 2, 1]
    assert unit.log == ["begin", "undo", "work", "begin", "undo", "work", "begin", "end"]


def test_without_a_unit_it_is_done_at_once():
    unit = Unit(("a", lambda: 1))
    assert unit() == [1]
    assert unit.log == ["begin", "work", "end"]


def test_what_the_work_raises_is_raised_where_it_came_up():
    def refused():
        raise Invalid("nein")

    unit = Unit(("a", refused))
    with pytest.raises(Invalid):
        again(unit)
    assert unit.log == ["begin", "undo", "work", "begin", "undo"]


def test_work_within_work_is_done_at_once():
    assert again(lambda: outside("a", lambda: outside("b", lambda: 1) + 1)) == 2


def test_a_unit_that_never_finds_the_same_twice_is_given_up():
    turns = iter(range(100))
    with pytest.raises(Conflict, match="liên tục thay đổi"):
        again(lambda: outside(next(turns), lambda: None))
    assert next(turns) == MOST + 1


def test_what_is_to_stay_the_same_does_and_is_forgotten_with_the_unit():
    made = iter(range(9))

    def unit():
        first = same("moment", lambda: next(made))
        outside("a", lambda: None)
        return first, same("moment", lambda: next(made))

    assert [again(unit), again(unit)] == [(0, 0), (1, 1)]
    with leaving(), pytest.raises(Outside):
        unit()


class Turn:
    """A lock that notes when it is held; ``refuses`` instead of waiting."""

    def __init__(self, log, refuses=False):
        self.lock, self.log, self.refuses = threading.Lock(), log, refuses

    @contextmanager
    def holding(self):
        if self.refuses:
            raise Conflict("busy")
        with self.lock:
            self.log.append("hold")
            yield
        self.log.append("release")


def test_what_one_unit_may_do_at_a_time_is_held_until_its_end_and_looked_at_again_first():
    unit = Unit()
    turn = Turn(unit.log)
    unit.worked = lambda work: unit.log.append("work")

    def found():
        Unit.__call__(unit)
        return [outside(key, lambda: unit.worked(None), turn) for key in "ab"]

    again(found)
    assert unit.log == [
        *("begin", "end"),
        "hold",
        *("begin", "end"),
        "work",
        *("begin", "end"),
        "work",
        *("begin", "end"),
        "release",
    ]


def test_two_units_at_once_do_it_once():
    done, log = [], []
    turn, both = Turn(log), threading.Barrier(2)

    def unit():
        if done:
            return "done already"
        return outside("a", lambda: "worked", turn)

    def whole():
        with leaving():
            while True:
                try:
                    said.append(unit())
                    done.append(1)
                    return
                except Outside as broken_off:
                    if not first.get(threading.get_ident()):
                        first[threading.get_ident()] = True
                        both.wait(5)
                    broken_off.do()

    said, first = [], {}
    threads = [threading.Thread(target=whole) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(5)
    assert sorted(said) == ["done already", "worked"]


def test_whoever_does_not_come_to_its_turn_is_refused_where_the_work_came_up():
    with pytest.raises(Conflict, match="busy"):
        again(lambda: outside("a", lambda: 1, Turn([], refuses=True)))
