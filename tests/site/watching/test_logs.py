"""Lines of the log say what happened and nothing about anybody."""

import json
import logging

import psycopg
import pytest
from django.test import Client

from khuevan.site.watching.logs import JsonLines, WithoutTokens, request_id
from khuevan.site.watching.tally import Tally, total

NAME = "Nguyễn Thị Ánh Nguyệt"


def line(*args, **fields):
    record = logging.LogRecord(*args)
    vars(record).update(fields)
    return json.loads(JsonLines().format(record))


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return (type(caught), caught, caught.__traceback__)


def test_errors_are_told_without_their_words():
    error = raised(psycopg.errors.UniqueViolation(f"Key (full_name)=({NAME}) already exists."))
    told = line("khuevan.x", logging.ERROR, __file__, 1, "failed", None, error)
    assert NAME not in json.dumps(told, ensure_ascii=False)
    assert (told["error"]["kind"], told["error"]["sqlstate"]) == ("UniqueViolation", "23505")
    assert told["error"]["at"][-1].endswith(" raised")


@pytest.mark.parametrize(("message", "args"), [("Not Found: %s", (f"/x/{NAME}",)), (f"Job x(name={NAME})", None)])
def test_words_of_other_programs_are_not_repeated(message, args):
    told = line("django.request", logging.WARNING, __file__, 1, message, args, None)
    assert NAME not in json.dumps(told, ensure_ascii=False)


def test_a_job_is_told_by_number_and_task():
    job = {"id": 5, "task_name": "audit.hand_out", "args": {"name": NAME}}
    told = line(
        "procrastinate.worker", logging.ERROR, __file__, 1, f"Job {NAME}", None, None, job=job, action="job_error"
    )
    assert (told["job"], told["task"], told["action"]) == (5, "audit.hand_out", "job_error")
    assert NAME not in json.dumps(told, ensure_ascii=False)


@pytest.mark.django_db
def test_a_request_is_told_by_its_route(settings, tmp_path, caplog):
    settings.DATA_DIR, settings.WATCHED = tmp_path, True
    with caplog.at_level(logging.INFO, "khuevan.requests"):
        answer = Client().get(f"/account/login/?q={NAME}", headers={"X-Request-ID": "abc-12345"})
        Client().get("/verify/a-secret-of-a-shared-link/")
    assert answer["X-Request-ID"] == "abc-12345"
    told = [record.said for record in caplog.records if record.name == "khuevan.requests"]
    assert [(one["method"], one["route"], one["status"]) for one in told][:1] == [("GET", "/account/login/", 200)]
    assert "secret" not in json.dumps(told)
    assert NAME not in json.dumps(told, ensure_ascii=False)
    counted = total(tmp_path / "tally")
    assert sum(counted["2xx"][:-1]) >= 1


@pytest.mark.django_db
def test_a_number_that_is_none_is_replaced(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    answer = Client().get("/account/login/", headers={"X-Request-ID": "a b\x0b<script>"})
    assert len(answer["X-Request-ID"]) == 32
    assert request_id.get() == ""


def test_counts_of_ended_processes_stay(tmp_path):
    tally = Tally(tmp_path)
    tally.count(200, 0.02)
    tally.count(503, 30)
    own = next(path for path in tmp_path.iterdir() if path.name.isdigit())
    own.rename(tmp_path / "4194304")  # a number that no process has
    found = [total(tmp_path), total(tmp_path)]
    assert found[0] == found[1]
    assert (found[0]["2xx"], found[0]["5xx"][-2:]) == ([0, 0, 1, *[0] * 9, 20_000], [1, 30_000_000])
    assert not (tmp_path / "4194304").exists()


@pytest.mark.parametrize(
    ("said", "kept"),
    [("/h/AbCd_123-x/03.pdf", "/h/…/03.pdf"), ("/s/AbCd/", "/s/…/"), ("/transcripts/h", "/transcripts/h")],
)
def test_logs_for_people_keep_no_token_of_a_shared_link(said, kept):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "%s: %s", ("Not Found", said), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == f"Not Found: {kept}"
