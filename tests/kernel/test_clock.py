from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from khuevan.kernel import clock


def test_now_is_vietnamese_time():
    assert clock.now().utcoffset() == timedelta(hours=7)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_time_stands_still_in_every_thread_and_then_goes_on():
    with clock.frozen(datetime(2026, 5, 31, 23, 30)), ThreadPoolExecutor(1) as pool:
        assert pool.submit(clock.now).result().isoformat() == "2026-05-31T23:30:00+07:00"
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_is_the_day_in_vietnam():
    with clock.frozen(datetime(2026, 5, 31, 18, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 6, 1)


def test_a_moving_source_and_nesting():
    ticks = iter(datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(3))
    with clock.reading(lambda: next(ticks)):
        assert clock.now() < clock.now()
        with clock.frozen(datetime(2020, 1, 1)):
            assert clock.now() == clock.now()
        assert clock.now().year == 2026


def test_a_time_of_day_as_the_queue_reads_it():
    assert clock.daily(6, 30) == "30 23 * * *"
    assert clock.daily(12) == "0 5 * * *"
    assert clock.daily(3, weekday=0) == "0 20 * * 6"  # Sunday's night begins on Saturday in UTC
    assert clock.daily(12, weekday=0) == "0 5 * * 0"
