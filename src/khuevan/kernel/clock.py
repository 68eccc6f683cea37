"""The one clock. Code asks ``now()``; tests decide what it says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _system() -> datetime:
    return datetime.now(TIME_ZONE)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, aware, in Vietnamese time."""
    return _source().astimezone(TIME_ZONE)


def today() -> date:
    """The present day in Việt Nam."""
    return now().date()


def daily(hour: int, minute: int = 0, *, weekday: int | None = None) -> str:
    """The cron expression, in UTC as the queue reads it, of a time in Việt Nam; ``weekday``: 0 is Sunday."""
    a_sunday = date(2000, 1, 2)
    moment = datetime.combine(a_sunday, time(hour, minute), TIME_ZONE).astimezone(UTC)
    before = (moment.date() - a_sunday).days
    day = "*" if weekday is None else str((weekday + before) % 7)
    return f"{moment.minute} {moment.hour} * * {day}"


@contextmanager
def reading(source: Callable[[], datetime]) -> Iterator[None]:
    """Within the block every thread of the process reads ``source``, which returns aware datetimes."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Within the block time stands still. A naive ``at`` is Vietnamese time."""
    moment = at if at.tzinfo else at.replace(tzinfo=TIME_ZONE)
    with reading(lambda: moment):
        yield
