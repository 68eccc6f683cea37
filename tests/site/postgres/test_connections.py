from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from psycopg.conninfo import conninfo_to_dict

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres


def test_django_gets_the_parameters_of_the_url(data):
    entry = postgres.django_database("owner")
    url = conninfo_to_dict(postgres.connection_url("owner"))
    assert entry["ENGINE"] == "khuevan.site.database"
    assert url == {
        "user": "khuevan_owner",
        "password": entry["PASSWORD"],
        "host": "127.0.0.1",
        "port": entry["PORT"],
        "dbname": "khuevan",
    }


def test_a_running_server_is_asked_through_its_socket_where_the_path_is_short(monkeypatch, tmp_path):
    with TemporaryDirectory(prefix="kv-", dir="/tmp") as short:
        for place, through in ((Path(short), True), (tmp_path / ("x" * 80), False)):
            monkeypatch.setenv("KHUEVAN_DATA", str(place))
            (place / "run").mkdir(parents=True)
            port = postgres.django_database("app")["PORT"]
            assert postgres.django_database("app")["HOST"] == "127.0.0.1", "the server does not run yet"
            (place / "run" / f".s.PGSQL.{port}").touch()
            host = str(place / "run") if through else "127.0.0.1"
            assert postgres.django_database("app")["HOST"] == host
            assert conninfo_to_dict(postgres.connection_url("app"))["host"] == host


@pytest.mark.parametrize(
    ("given", "name", "host", "options"),
    [
        ("postgres://a:b@db.edu.vn/hoc?sslmode=require", "hoc", "db.edu.vn", {"sslmode": "require"}),
        ("postgresql://a@db.edu.vn:6543/postgres", "khuevan", "db.edu.vn", {}),
        ("postgresql:///?host=/run/postgresql&user=a", "khuevan", "/run/postgresql", {}),
    ],
)
def test_database_url_replaces_the_embedded_server(data, monkeypatch, given, name, host, options):
    monkeypatch.setenv("DATABASE_URL", given)
    entry = postgres.django_database("app")
    assert (entry["NAME"], entry["HOST"], entry["OPTIONS"]) == (name, host, options)
    assert entry["USER"] == "khuevan_app"
    again = conninfo_to_dict(postgres.connection_url("app"))
    assert (again["host"], again["password"]) == (host, entry["PASSWORD"])
    assert conninfo_to_dict(postgres.connection_url("admin"))["user"] == "a"


@pytest.mark.parametrize("given", ["hello", "mysql://a:hushhush@c/d", "postgresql://a:hushhush@[::1/x"])
def test_an_address_that_is_none_is_said_without_its_password(data, monkeypatch, khuevan, given):
    monkeypatch.setenv("DATABASE_URL", given)
    monkeypatch.setenv("COLUMNS", "400")  # wide enough to wrap nothing
    for command in ("migrate", "doctor"):
        report = khuevan(command)
        said = " ".join((report.stdout + report.stderr).split())
        assert (report.returncode, "Traceback" in said, "hushhush" in said) == (1, False, False)
        assert said.count("DATABASE_URL không phải địa chỉ") == 1
        assert "Hãy viết theo mẫu" in said


def test_an_unknown_role_is_refused(data):
    with pytest.raises(DomainError, match="root"):
        postgres.connection_url("root")


@pytest.mark.parametrize(
    ("uid", "expected"),
    [(0, Path("/var/lib/khuevan")), (1000, Path("/home/lan/.local/share/khuevan"))],
)
def test_each_user_has_a_place(monkeypatch, uid, expected):
    monkeypatch.setattr("os.geteuid", lambda: uid)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", "/home/lan")
    for name in ("KHUEVAN_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert postgres.data_dir() == expected
