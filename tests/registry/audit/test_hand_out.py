"""What is announced reaches its listeners, all of them, once, whatever fails in between."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django import app

from khuevan.kernel.events import Event, subscribe, unsubscribe
from khuevan.registry.audit.api import announce, forgotten
from khuevan.registry.audit.models import Announcement
from khuevan.registry.audit.tasks import remember
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import acting_as, actor

JOBS = "SELECT status::text, attempts, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'audit.hand_out'"


@dataclass(frozen=True)
class BellRung(Event):
    """Something that happens in tests alone."""

    times: int


class Listener:
    """Hears the bell; it fails as often as it was told, after having written something."""

    __module__, __qualname__ = __name__, "listener"

    def __init__(self):
        self.failures, self.heard = 0, []

    def __call__(self, event):
        Announcement.objects.filter(event=BellRung.event_name).update(payload={"times": event.times + 1})
        if self.failures:
            self.failures -= 1
            raise RuntimeError("nobody is at the door")
        self.heard.append(event)


@pytest.fixture
def listener():
    one = Listener()
    subscribe(BellRung, one)
    yield one
    unsubscribe(BellRung, one)


@pytest.fixture
def rung(committing, listener):
    """The bell has been rung at cô Lan's school, and that is committed; the announcement's id."""
    with acting_as("co-lan"):
        announce(actor("co-lan").unit_id, BellRung(1))
    with acting(Scope("province")):
        return Announcement.objects.get(event=BellRung.event_name).pk


def work():
    """A worker does what is due, and ends."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        return cursor.fetchall()


def change_jobs(what):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE procrastinate_jobs SET {what} WHERE task_name = 'audit.hand_out'")


@contextmanager
def seen(pk):
    with acting(Scope("province")):
        yield Announcement.objects.get(pk=pk)


def test_it_is_heard_once(rung, listener):
    work()
    change_jobs("status = 'todo'")
    work()
    assert listener.heard == [BellRung(1)]


def test_a_failure_is_undone_and_tried_again_later(rung, listener):
    listener.failures = 1
    work()
    assert jobs() == [("todo", 1, True)]
    with seen(rung) as row:
        assert (row.handled_at, row.payload) == (None, {"times": 1})
    work()
    assert listener.heard == []
    change_jobs("scheduled_at = NULL")
    work()
    assert listener.heard == [BellRung(1)]
    with seen(rung) as row:
        assert row.handled_at


def test_what_fails_again_and_again_is_given_up_and_then_remembered(rung, listener):
    listener.failures = 7
    for _ in range(7):
        change_jobs("scheduled_at = NULL")
        work()
    assert [status for status, *_ in jobs()] == ["failed"]
    with acting(Scope("province")):
        Announcement.objects.filter(pk=rung).update(at=now() - timedelta(minutes=6))
    remember(timestamp=0)
    work()
    assert listener.heard == [BellRung(1)]


@pytest.mark.parametrize(
    ("state", "found"),
    [("status = 'todo'", False), ("status = 'doing', worker_id = NULL", True), ("status = 'failed'", True)],
)
def test_only_what_no_job_will_hand_out_is_forgotten(rung, state, found):
    change_jobs(state)
    with acting(Scope("province")):
        assert [pk for _school, pk in forgotten(now())] == [rung] * found
        assert forgotten(now() - timedelta(minutes=1)) == []
