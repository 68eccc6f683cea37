"""When the ground under a request gives way, people read what is wrong and what to do."""

import errno
import json
import logging

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from khuevan.registry.accounts.web import middleware
from khuevan.site import failures

GONE = psycopg.OperationalError("consuming input failed: server closed the connection unexpectedly\n\tThis means …")
AWAY, FULL = "Cơ sở dữ liệu tạm thời không trả lời.", "Máy chủ đã hết chỗ trên ổ đĩa"


@pytest.fixture
def asked(monkeypatch):
    """Ask for a page while ``cause`` happens; the answer."""

    def ask(cause, path="/account/login/", **headers):
        def fail(_actor):
            raise OperationalError(str(cause)) from cause

        monkeypatch.setattr(middleware, "scope_of", fail)
        return Client(raise_request_exception=False).get(path, headers=headers)

    return ask


@pytest.fixture
def roomy(monkeypatch):
    monkeypatch.setattr(failures, "is_full", lambda _path: False)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roomy")]


@pytest.mark.parametrize(
    "cause",
    [
        GONE,
        psycopg.InterfaceError("the connection is closed"),
        psycopg.errors.CannotConnectNow(),
        psycopg.errors.AdminShutdown(),
        psycopg.errors.TooManyConnections(),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_a_database_that_is_away_is_said_on_a_page(asked, cause):
    answer = asked(cause)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert f"<h1>{AWAY}</h1>" in answer.content.decode()
    assert "Hãy chờ một phút rồi làm lại" in answer.content.decode()


@pytest.mark.parametrize(("path", "headers"), [("/api/v1/gradebook/books", {}), ("/", {"HX-Request": "true"})])
def test_islands_and_machines_get_json(asked, path, headers):
    answer = asked(GONE, path, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert (answer.json()["message"], answer.json()["code"]) == (AWAY, "unavailable")


@pytest.mark.parametrize("cause", [psycopg.errors.DiskFull(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_full_disk_is_said(asked, cause):
    answer = asked(cause)
    assert answer.status_code == 507
    assert FULL in answer.content.decode()
    assert "dọn ổ đĩa rồi làm lại" in answer.content.decode()


def test_a_server_that_stopped_for_want_of_room_is_a_full_disk(asked, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(failures, "is_full", lambda _path: True)
    assert asked(GONE).status_code == 507


@pytest.mark.parametrize(
    "cause", [psycopg.errors.UniqueViolation(), ZeroDivisionError(), psycopg.errors.QueryCanceled()]
)
def test_a_mistake_of_ours_stays_one(asked, cause):
    answer = asked(cause)
    assert answer.status_code == 500
    assert "Hệ thống vừa gặp lỗi" in answer.content.decode()


def test_a_known_failure_is_one_line_in_the_log(asked, caplog):
    with caplog.at_level(logging.ERROR):
        asked(GONE)
    (line,) = caplog.records
    assert line.exc_info is None
    assert line.getMessage().startswith("503 /account/login/: consuming input failed")
    assert "\n" not in line.getMessage()


def test_the_words_are_english_for_those_who_chose_it(asked, settings):
    client = asked(GONE, "/api/v1/gradebook/books", Cookie=f"{settings.LANGUAGE_COOKIE_NAME}=en")
    assert json.loads(client.content)["message"] == "The database does not answer at the moment."
