"""What looks after the database while programs run on it."""

import os
import signal

import pytest

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.cli import upkeep
from khuevan.site.cli.upkeep import Upkeep

SPOILED = "shared_buffers = nonsense\n"


@pytest.fixture
def killed(cluster):
    """The cluster of a server that has just been killed under this process."""
    postgres.ensure_running()
    os.kill(cluster.postmaster(), signal.SIGKILL)
    while cluster.postmaster():
        pass
    return cluster


def test_a_killed_server_is_started_again_on_its_port(killed, ask, capsys):
    port = postgres.django_database("app")["PORT"]
    Upkeep().revive()
    assert ask("SHOW port") == [(port,)]
    assert "vừa được khởi động lại" in capsys.readouterr().err


def test_what_cannot_be_started_is_said_once_and_tried_again(killed, ask, capsys, monkeypatch):
    monkeypatch.setattr(upkeep, "PAUSE_SECONDS", 0)
    (killed.directory / "local.conf").write_text(SPOILED)
    keeper = Upkeep()
    keeper.revive(), keeper.revive()
    assert capsys.readouterr().err.count("không khởi động được") == 1
    (killed.directory / "local.conf").unlink()
    keeper.revive()
    assert ask("SELECT 1") == [(1,)]
    assert "vừa được khởi động lại" in capsys.readouterr().err


def test_a_pause_lies_between_two_tries(killed, monkeypatch):
    tries = []

    def fail():
        tries.append(1)
        raise DomainError("không được")

    monkeypatch.setattr(postgres, "revive", fail)
    keeper = Upkeep()
    keeper.revive(), keeper.revive()
    assert len(tries) == 1


def test_programs_wait_for_the_database(killed, capsys):
    keeper = Upkeep()
    assert (keeper.has_database(), keeper.has_database()) == (False, False)
    assert capsys.readouterr().err.count("không trả lời") == 1
    keeper.revive()
    assert keeper.has_database()


def test_lost_data_is_not_replaced_by_an_empty_database(killed):
    killed.directory.rename(killed.directory.with_name("postgres.away"))
    with pytest.raises(DomainError, match="Không còn thấy cơ sở dữ liệu"):
        postgres.revive()
    assert not killed.directory.exists()


def test_a_full_disk_is_named_as_the_reason(killed, monkeypatch):
    monkeypatch.setattr("khuevan.site.postgres.cluster.is_full", lambda _path: True)
    (killed.directory / "local.conf").write_text(SPOILED)
    with pytest.raises(DomainError, match="đã hết chỗ") as caught:
        postgres.revive()
    assert "1 GB" in caught.value.hint
