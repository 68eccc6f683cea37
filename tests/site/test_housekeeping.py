"""What use leaves behind goes by night, and what runs once a day runs before people come."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from procrastinate.contrib.django import app

from khuevan.kernel.clock import TIME_ZONE
from khuevan.registry.accounts.tasks import forget_ended_sessions
from khuevan.registry.audit.models import Announcement
from khuevan.registry.audit.tasks import KEPT, forget_handled
from khuevan.registry.isolation.api import Scope, acting
from khuevan.site.cli.programs import jobs
from khuevan.site.tasks import MONTH_HOURS, forget
from tests.personas import PASSWORD, actor

CALM = ((0, 0), (6, 45))
"""From when to when nobody waits for a page (hours and minutes in Việt Nam)."""
JOB = """INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) VALUES ('default', %s, 'failed', '{}')
RETURNING id"""
EVENT = "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'failed', now() - make_interval(hours => %s))"


def daily_tasks():
    """Tasks with a fixed hour and the next moment at which the queue orders them."""
    for (name, _), task in app.periodic_registry.periodic_tasks.items():
        if task.cron.split()[1].isdigit():
            yield pytest.param(task, id=name)


@pytest.mark.parametrize("task", list(daily_tasks()))
def test_what_runs_once_a_day_runs_by_night(task):
    at = now().timestamp()
    local = now().fromtimestamp(task.croniter.get_next(ret_type=float, start_time=at), TIME_ZONE)
    assert CALM[0] <= (local.hour, local.minute) <= CALM[1]


def test_a_job_that_went_well_is_not_kept():
    assert all("--delete-jobs=successful" in child.command for child in jobs())


def test_jobs_that_failed_are_kept_for_a_month(committing):
    with connection.cursor() as cursor:
        for name, hours in (("old", MONTH_HOURS + 1), ("new", MONTH_HOURS - 1)):
            cursor.execute(JOB, [name])
            cursor.execute(EVENT, [cursor.fetchone()[0], hours])
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            async_to_sync(_opened)(worker, forget)
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE task_name IN ('old', 'new')")
        assert cursor.fetchall() == [("new",)]


async def _opened(worker, task):
    async with worker.open_async():
        await task.func(0)


@pytest.mark.django_db
def test_what_was_announced_and_handled_is_kept_for_a_week():
    school = actor("co-lan").unit_id
    made = [("waits", None), ("young", now() - KEPT + timedelta(minutes=1)), ("old", now() - KEPT)]
    with acting(Scope("province")):
        for event, handled in made:
            Announcement.objects.create(school_id=school, event=event, payload={}, at=now(), handled_at=handled)
    forget_handled(0)
    with acting(Scope("province")):
        left = Announcement.objects.filter(event__in=[event for event, _ in made]).order_by("event")
        assert [one.event for one in left] == ["waits", "young"]


@pytest.mark.django_db
def test_ended_sessions_go_and_running_ones_stay():
    lan, mai = Client(), Client()
    for one, name in ((lan, "co-lan"), (mai, "co-mai")):
        one.post("/account/login/", {"login": name, "password": PASSWORD})
    Session.objects.filter(pk=lan.session.session_key).update(expire_date=now() - timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE usersessions_usersession SET created_at = now() - interval '2 days'")
        forget_ended_sessions(0)
        cursor.execute(
            "SELECT session_key FROM django_session INTERSECT SELECT session_key FROM usersessions_usersession"
        )
        assert cursor.fetchall() == [(mai.session.session_key,)]
        cursor.execute("SELECT count(*) FROM usersessions_usersession")
        assert cursor.fetchone() == (1,)
    assert mai.get("/").status_code == 200


@pytest.mark.django_db
def test_a_busy_day_pushes_no_counter_out():
    """With Django's usual three hundred, a guesser would be forgotten as soon as others log in."""
    cache.set("!guesses", 5, 300)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_cache SELECT 'z' || n, '', now() + interval '1 hour' FROM generate_series(1, 2000) n"
        )
        cache.set("zz", 1)
        assert cache.get("!guesses") == 5
        cursor.execute("UPDATE django_cache SET expires = now() - interval '1 second' WHERE cache_key LIKE 'z%%'", [])
        forget_ended_sessions(0)
        cursor.execute("SELECT count(*) FROM django_cache")
        assert cursor.fetchone()[0] <= 2
