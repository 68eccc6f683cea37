"""What the tests of the calendar have in common: days of the working year, windows of cô Lan's school."""

from contextlib import contextmanager
from datetime import date, datetime

from khuevan.kernel import clock
from khuevan.school.calendar.api import Limit, Window, mark_of, set_windows, sets_of, shelf_of
from tests.personas import acting_as, actor

YEAR = 2025
IN_TIME, LATE = date(2025, 11, 10), date(2025, 12, 1)
MIDTERM = (1, "midterm")
UNTIL_NOVEMBER = Window(date(2025, 10, 20), date(2025, 11, 21))


@contextmanager
def on(day: date):
    """Ten o'clock on a day."""
    with clock.frozen(datetime(day.year, day.month, day.day, 10)):
        yield


def put(wanted, name="thay-minh", scope="all", seen=None, kind=""):
    """Set windows as somebody; how many changed."""
    with acting_as(name, kind):
        me = actor(name, kind)
        shelf = shelf_of(me, YEAR)
        return set_windows(me, YEAR, scope, wanted, mark_of(shelf, *sets_of(shelf)) if seen is None else seen)


def limit(first, closes, latest):
    """A limit of the Sở from days (month, day) of autumn 2025."""
    return Limit(*(date(2025, *one) for one in (first, closes, latest)))
