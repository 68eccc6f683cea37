import json
import os
import re
import socket
import stat
import subprocess

import pytest

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.postgres import conf
from khuevan.site.postgres.paths import Account, server_account


def test_data_outlives_a_restart(data, ask):
    assert postgres.ensure_running()
    ask("CREATE TABLE kept AS SELECT 85 AS mark", role="owner")
    postgres.stop()
    assert postgres.ensure_running()
    assert ask("SELECT mark FROM kept", role="owner") == [(85,)]


def test_a_second_start_attaches(cluster):
    postgres.ensure_running()
    first = cluster.postmaster()
    assert not postgres.ensure_running()
    assert cluster.postmaster() == first


def test_release_stops_the_server_and_stop_may_be_repeated(cluster):
    with postgres.running():
        assert cluster.postmaster()
    assert cluster.postmaster() is None
    postgres.stop()
    postgres.release()


@pytest.mark.parametrize(("machine", "buffers"), [(1024, "128MB"), (24 * 1024, "1536MB"), (128 * 1024, "2048MB")])
def test_shared_buffers_follow_the_memory(machine, buffers):
    assert conf.for_memory(machine)["shared_buffers"] == buffers


def test_a_limit_on_memory_counts_and_none_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(conf, "LIMIT", tmp_path / "memory.max")
    conf.LIMIT.write_text(f"{512 * 2**20}\n")
    assert "shared_buffers = '128MB'" in conf.configuration(1)
    assert "effective_cache_size = '1024MB'" in conf.configuration(1)
    conf.LIMIT.write_text("max\n")
    assert "shared_buffers = '" in conf.configuration(1)


def test_every_write_is_flushed_and_checked(data, ask):
    postgres.ensure_running()
    names = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
    assert {name: ask(f"SHOW {name}")[0][0] for name in names} == dict.fromkeys(names, "on")


def test_vietnamese_letters_change_case(data, ask):
    postgres.ensure_running()
    assert ask("SELECT upper('đặng thị ưu'), lower('ĐẶNG')") == [("ĐẶNG THỊ ƯU", "đặng")]
    assert ask("SELECT datlocprovider FROM pg_database WHERE datname = 'khuevan'") == [("b",)]


def test_it_listens_on_this_machine_only_and_asks_for_a_password(data, ask):
    postgres.ensure_running()
    assert ask("SHOW listen_addresses") == [("127.0.0.1",)]
    assert {row[0] for row in ask("SELECT auth_method FROM pg_hba_file_rules", role="admin")} == {"scram-sha-256"}


def test_what_a_dead_server_left_beside_its_socket_stops_nobody(data, cluster, ask):
    postgres.ensure_running()
    socket_place = data / "run"
    assert stat.S_IMODE(socket_place.stat().st_mode) == 0o700
    left = {path.name: path.read_bytes() for path in socket_place.glob("*.lock")}
    assert left
    postgres.stop()
    account = server_account(cluster.directory)
    with subprocess.Popen(["sleep", "60"], **({"user": account.uid} if account else {})) as other:
        for name, text in left.items():  # its number belongs to somebody who lives
            (socket_place / name).write_bytes(re.sub(rb"^\d+", str(other.pid).encode(), text))
        assert postgres.ensure_running()
        other.kill()
    assert ask("SELECT inet_client_addr() IS NULL") == [(postgres.django_database("app")["HOST"] == str(socket_place),)]


def test_a_taken_port_is_given_up_for_another(data, ask):
    before = postgres.django_database("app")["PORT"]
    with socket.create_server(("127.0.0.1", int(before))):
        postgres.ensure_running()
    after = postgres.django_database("app")["PORT"]
    assert after != before
    assert ask("SHOW port") == [(after,)]


def test_secrets_are_private_and_known_before_the_server_runs(data):
    entry = postgres.django_database("app")
    path = data / "database.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["app"] == entry["PASSWORD"]
    postgres.ensure_running()
    assert postgres.django_database("app") | {"HOST": ""} == entry | {"HOST": ""}
    assert not (data / "initdb.secret").exists()


def test_a_broken_state_file_is_named(data):
    (data / "database.json").write_text("{")
    with pytest.raises(DomainError, match=r"database\.json"):
        postgres.django_database("app")


def test_a_closed_directory_is_noticed(data):
    inner = data / "closed" / "inner"
    inner.mkdir(parents=True)
    stranger = Account("stranger", uid=54321, gid=54321)
    assert stranger.may_enter(inner)
    inner.parent.chmod(0o700)
    assert not stranger.may_enter(inner)
    assert stat.S_IMODE(inner.parent.stat().st_mode) == 0o700


def test_the_server_never_runs_as_root(cluster):
    postgres.ensure_running()
    owner = (cluster.directory / "postmaster.pid").stat().st_uid
    assert owner == (os.geteuid() or owner)
    assert owner != 0
