"""Jobs belong to the transaction in which they are ordered, also inside a worker."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from khuevan.registry.audit.api import order
from khuevan.site.cli.programs import jobs

pytestmark = pytest.mark.django_db


def ordered() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'audit.hand_out'")
        return cursor.fetchone()[0]


def test_a_job_is_undone_with_what_it_is_about():
    before = ordered()
    with transaction.atomic():
        order("audit.hand_out", school_id=1, announcement_id=1)
        assert ordered() == before + 1
        transaction.set_rollback(True)
    assert ordered() == before


def test_a_job_ordered_in_a_worker_waits_for_the_commit():
    before, elsewhere = ordered(), InMemoryConnector()
    with app.replace_connector(elsewhere):
        order("audit.hand_out", school_id=1, announcement_id=1)
    assert elsewhere.jobs == {}
    assert ordered() == before + 1


def test_what_was_announced_has_a_worker_of_its_own():
    order("audit.hand_out", school_id=1, announcement_id=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue_name FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
        (queue,) = cursor.fetchone()
    assert f"--queues={queue}" in jobs()[-1].command
