import os
import signal
import time

import psutil
import pytest

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_was_committed_survives_sigkill(cluster, ask):
    postgres.ensure_running()
    ask("CREATE TABLE kept (mark int)", role="owner")
    ask("INSERT INTO kept SELECT generate_series(0, 100)", role="owner")
    kill(cluster.postmaster())
    assert postgres.ensure_running()
    assert ask("SELECT count(*) FROM kept", role="owner") == [(101,)]


@pytest.mark.parametrize("stranger", ["this process", "nobody"])
def test_a_stale_pid_file_does_not_keep_it_down(cluster, ask, stranger):
    postgres.ensure_running()
    pid_file = cluster.directory / "postmaster.pid"
    lines = pid_file.read_text().split("\n", 1)
    kill(cluster.postmaster())
    pid = os.getpid() if stranger == "this process" else 4_194_300
    pid_file.write_text(f"{pid}\n{lines[1]}")
    assert cluster.postmaster() is None
    assert postgres.ensure_running()
    assert ask("SELECT 1") == [(1,)]


def test_an_interrupted_creation_is_begun_again(data, ask):
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    postgres.ensure_running()
    assert ask("SELECT 1") == [(1,)]
    assert not (data / "postgres.new").exists()


def test_a_start_that_fails_says_where_to_look(cluster):
    postgres.ensure_running()
    postgres.stop()
    (cluster.directory / "local.conf").write_text("shared_buffers = nonsense\n")
    with pytest.raises(DomainError, match="shared_buffers") as caught:
        postgres.ensure_running()
    assert str(cluster.directory / "log") in caught.value.hint
