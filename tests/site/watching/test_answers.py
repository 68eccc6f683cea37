"""What an operator's programs are told, and who is told."""

import pytest
from django.db import OperationalError
from django.test import Client

from khuevan.platform.operations.api import begin_backup, end_backup, record_drill
from khuevan.registry.isolation.api import Scope, acting
from khuevan.site.watching import answers
from khuevan.site.personas import PERSONAS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def ask(path, **headers):
    return Client(raise_request_exception=False).get(path, headers=headers)


def value(name):
    lines = ask("/metrics").content.decode().splitlines()
    [found] = [line.rpartition(" ")[2] for line in lines if line.rpartition(" ")[0] == name]
    return float(found)


@pytest.fixture
def away(monkeypatch):
    def fail(*_):
        raise OperationalError("connection refused")

    monkeypatch.setattr(answers, "acting", fail)
    monkeypatch.setattr(answers.transaction, "atomic", fail)


def test_a_process_that_answers_is_alive_without_the_database(away):
    assert (ask("/health/live").status_code, ask("/health/live").content) == (200, b"ok\n")


def test_it_is_ready_with_a_database_that_has_tables():
    answer = ask("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "disk": "ok"})


def test_it_is_not_ready_without_database(away):
    answer = ask("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "failed")


def test_it_is_not_ready_on_a_full_disk(monkeypatch):
    monkeypatch.setattr(answers, "LITTLE_ROOM", 10**18)
    assert (ask("/health/ready").status_code, ask("/health/ready").json()["disk"]) == (503, "failed")


def test_figures_tell_of_a_database_that_is_away(away):
    assert ask("/metrics").content == b"khuevan_up 0\n"


def test_figures_are_for_this_machine():
    assert ask("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 404


@pytest.mark.parametrize("name", answers.PASSED_ON)
def test_who_comes_through_a_proxy_is_not_from_here(name):
    assert ask("/metrics", **{name: "1.2.3.4"}).status_code == 404


def test_with_a_token_only_the_token_counts(settings):
    settings.METRICS_TOKEN = "bí mật của bộ giám sát"
    assert ask("/metrics").status_code == 404
    assert ask("/metrics", Authorization="Bearer wrong").status_code == 404
    settings.METRICS_TOKEN = "a-long-token-of-the-monitor"
    answer = Client(REMOTE_ADDR="10.1.2.3").get("/metrics", headers={"Authorization": f"Bearer {settings.METRICS_TOKEN}"})
    assert answer.status_code == 200


def test_the_last_proven_restore_is_a_figure():
    assert value("khuevan_restore_proven_timestamp_seconds") == 0
    with acting(Scope("province")):
        run = begin_backup("/backup")
        end_backup(run, name="one")
        record_drill("/backup", "one", rows=1, tables=1, files=0, problem="bảng x")
    assert value("khuevan_backup_timestamp_seconds") == pytest.approx(run.begun_at.timestamp())
    assert value("khuevan_restore_proven_timestamp_seconds") == 0
    with acting(Scope("province")):
        drill = record_drill("/backup", "one", rows=1, tables=1, files=0, problem="")
    assert value("khuevan_restore_proven_timestamp_seconds") == pytest.approx(drill.at.timestamp())


def test_figures_name_nobody(client):
    told = ask("/metrics").content.decode()
    assert "khuevan_jobs" in told
    assert [one for one in PERSONAS if one.username in told or one.name in told] == []


def test_every_figure_is_said_and_read_by_prometheus():
    lines = ask("/metrics").content.decode().splitlines()
    named = [line.split()[2] for line in lines if line.startswith("# HELP")]
    assert len(named) == len(set(named))
    for line in (line for line in lines if not line.startswith("#")):
        name, _, number = line.rpartition(" ")
        float(number)
        assert any(name.startswith(one) for one in named)
