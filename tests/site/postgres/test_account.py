"""Running as root: the server needs an account that can reach its programs and its data."""

import pwd
import subprocess

import pytest

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.postgres import cluster as clusters
from khuevan.site.postgres import paths
from khuevan.site.postgres.binaries import NEEDED, programs
from khuevan.site.postgres.paths import Account, server_account


class Stranger(Account):
    """An account that may enter nothing."""

    def may_enter(self, path):
        return False


STRANGER = Stranger("stranger", uid=54321, gid=54321)


def test_programs_that_the_account_cannot_reach_are_copied_once(data):
    directory = programs(data, STRANGER)
    assert directory.is_relative_to(data)
    for name in NEEDED:
        said = subprocess.run([directory / name, "--version"], capture_output=True, text=True, check=True).stdout
        assert " 18." in said
    stamp = directory.stat().st_mtime_ns
    assert programs(data, STRANGER) == directory
    assert directory.stat().st_mtime_ns == stamp


def test_a_half_finished_copy_is_made_again(data):
    directory = programs(data, STRANGER)
    (directory / "postgres").unlink()
    (whole,) = data.glob("postgresql-*")
    whole.rename(whole.with_suffix(".new"))
    assert (programs(data, STRANGER) / "postgres").exists()
    assert len(list(data.glob("postgresql-*"))) == 1


def test_a_data_directory_that_the_account_cannot_reach_is_refused(data, monkeypatch):
    monkeypatch.setattr(clusters, "server_account", lambda _: STRANGER)
    with pytest.raises(DomainError, match=str(data)) as caught:
        postgres.ensure_running()
    assert "KHUEVAN_DATA" in caught.value.hint


def test_root_takes_the_first_account_that_exists(data, monkeypatch):
    nobody = pwd.getpwnam("nobody")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(paths.pwd, "getpwall", lambda: [nobody])
    assert server_account(data / "postgres") == Account("nobody", nobody.pw_uid, nobody.pw_gid)
    monkeypatch.setattr(paths.pwd, "getpwall", list)
    with pytest.raises(DomainError, match="root"):
        server_account(data / "postgres")


def test_other_users_need_no_account(data, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert server_account(data / "postgres") is None
