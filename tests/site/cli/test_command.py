import os
import socket
import subprocess
import sys

import pytest

from khuevan.site import postgres
from khuevan.site.cli.main import main
from khuevan.site.cli.table import table


def test_help_is_vietnamese_and_names_every_command(khuevan):
    report = khuevan("--help")
    assert report.returncode == 0
    assert report.stdout.startswith("Cách dùng: khuevan")
    for name in ("demo", "serve", "worker", "migrate", "province", "schools", "dburl", "doctor", "verify", "reset"):
        assert f"\n    {name} " in report.stdout


def test_the_printed_address_is_the_roles_own(data, khuevan):
    assert khuevan("dburl", "--role", "owner").stdout == postgres.connection_url("owner") + "\n"
    assert khuevan("dburl").stdout == postgres.connection_url("app") + "\n"


def test_a_reader_who_leaves_early_is_no_fault(data):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "khuevan.site.cli", "dburl"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_refusal_says_what_to_do_without_a_traceback(data, khuevan):
    (data / "database.json").write_text("{")
    report = khuevan("dburl")
    assert report.returncode == 1
    assert report.stdout == ""
    assert report.stderr.startswith("Lỗi: Không đọc được tệp")
    assert "\nCách xử lý: " in report.stderr


def test_a_database_without_tables_is_told_to_be_migrated(data, khuevan):
    report = khuevan("province", "--schools", "1")
    assert report.returncode == 1
    assert report.stderr.splitlines()[-1] == "Cách xử lý: Chạy “khuevan migrate” rồi thử lại."


@pytest.mark.parametrize("port", ["tám nghìn", "0", "65536"])
def test_a_port_that_is_none_is_refused(data, monkeypatch, capsys, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        main(["serve"])
    assert port in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_named_before_anything_starts(cluster, monkeypatch, capsys, command):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert main([command]) == 1
    error = capsys.readouterr().err
    assert f"Cổng {port}" in error
    assert f"PORT={port + 1}" in error
    assert not cluster.directory.exists()


def test_tables_wrap_their_widest_columns():
    rows = [("cô Lan", "một hai ba bốn năm sáu bảy tám", "chín"), ("cô Mai", "", "mười")]
    assert table(("Ai", "Việc", "Số"), rows, width=34).splitlines() == [
        "Ai      Việc                  Số",
        "──────  ────────────────────  ────",
        "cô Lan  một hai ba bốn năm    chín",
        "        sáu bảy tám",
        "cô Mai                        mười",
    ]
