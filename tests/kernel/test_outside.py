"""Units of work that are broken off for work that no transaction may wait for."""

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
