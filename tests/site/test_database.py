"""The line to the database: an idle one that has ended is noticed before a page needs it; statements stay prepared."""

import psycopg
import pytest
from django.db import connections

from khuevan.site.postgres import connection_url
from tests.databases import admin


@pytest.fixture
def line(db):
    """A connection of its own, as a web server keeps one between requests."""
    copy = connections["default"].copy()
    copy.ensure_connection()
    yield copy
    copy.close()


def asked_again(line):
    """What Django does before a request: a check, and a new connection where the old one has ended."""
    line.health_check_enabled, line.health_check_done = True, False
    line.close_if_health_check_failed()
    with line.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def test_a_living_line_is_kept_without_a_question(line, monkeypatch):
    before = line.connection.info.backend_pid
    asked = []
    monkeypatch.setattr(type(line.connection), "cursor", lambda *args, **more: asked.append(args))
    assert line.is_usable()
    monkeypatch.undo()
    assert not asked
    assert asked_again(line) == before


def test_a_line_that_the_server_has_ended_is_replaced(line):
    before = line.connection.info.backend_pid
    admin(f"SELECT pg_terminate_backend({before}, 5000)")
    assert asked_again(line) != before


def test_a_notice_on_the_line_is_no_end(line):
    before = line.connection.info.backend_pid
    with line.cursor() as cursor:
        cursor.execute("LISTEN news")
    with psycopg.connect(connection_url("app", line.settings_dict["NAME"]), autocommit=True) as other:
        other.execute("NOTIFY news")
    assert asked_again(line) == before


def test_a_closed_line_is_not_usable(line):
    line.connection.close()
    assert not line.is_usable()


def test_the_statements_of_all_pages_stay_prepared(line):
    with line.cursor() as cursor:
        for number in [*range(150), *range(150)]:
            cursor.execute(f"SELECT {number}, %s", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT %%, $1'")
        assert cursor.fetchone() == (150,)
