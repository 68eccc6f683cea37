from functools import partial

import pytest

from khuevan.site import postgres
from khuevan.site.cli import checks, database_checks

pytestmark = pytest.mark.xdist_group("installed")


def test_a_new_installation_is_well(installed, khuevan):
    report = khuevan("doctor")
    assert "Mọi thứ đều ổn." in report.stdout, report.stdout
    assert report.returncode == 0


def test_open_secrets_are_found(data):
    key = data / "keys" / "authority" / "root.key"
    key.parent.mkdir(parents=True)
    key.touch()
    key.chmod(0o644)
    key.parent.chmod(0o700)
    assert all(one.is_well for one in checks.data_directory())
    key.parent.chmod(0o755)
    assert [one.advice for one in checks.data_directory()] == [f"Chạy: chmod -R go-rw '{data / 'keys'}'"]


@pytest.mark.parametrize(
    "illness",
    [
        "CREATE TABLE bare (school_id bigint)",
        "CREATE TABLE bare (student_id bigint); ALTER TABLE bare ENABLE ROW LEVEL SECURITY",
        "CREATE TABLE bare (school_id bigint); ALTER TABLE bare ENABLE ROW LEVEL SECURITY; "
        "ALTER TABLE bare FORCE ROW LEVEL SECURITY",
    ],
)
def test_a_table_without_protection_is_found(installed, ask, illness):
    ask(illness, role="owner")
    findings = database_checks.row_security()
    ask("DROP TABLE bare", role="owner")
    assert [(one.found, one.is_well) for one in findings] == [("bảng bare chưa được bảo vệ", False)]


@pytest.mark.parametrize(
    ("illness", "cure", "found"),
    [
        (
            "ALTER ROLE khuevan_province BYPASSRLS",
            "ALTER ROLE khuevan_province NOBYPASSRLS",
            "khuevan_province vượt được bảo mật theo dòng",
        ),
        (
            "GRANT khuevan_family TO khuevan_app WITH INHERIT TRUE",
            "GRANT khuevan_family TO khuevan_app WITH INHERIT FALSE",
            "khuevan_family bị khuevan_app kế thừa",
        ),
        (
            "CREATE TABLE own (id int); ALTER TABLE own OWNER TO khuevan_app",
            "DROP TABLE own",
            "bảng own thuộc khuevan_app",
        ),
    ],
)
def test_a_role_that_sees_too_much_is_found(installed, ask, illness, cure, found):
    ask(illness, role="admin")
    findings = database_checks.roles()
    ask(cure, role="admin")
    assert [(one.found, one.is_well) for one in findings] == [(found, False)]
    assert all(one.is_well for one in database_checks.roles())


def test_letters_that_are_not_vietnamese_are_found(installed, ask, monkeypatch):
    assert all(one.is_well for one in database_checks.server())
    ask("CREATE DATABASE plain TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'", role="admin", database="postgres")
    with monkeypatch.context() as there:
        there.setattr(postgres, "connection_url", partial(postgres.connection_url, database="plain"))
        found = [one.advice for one in database_checks.server() if not one.is_well]
    ask("DROP DATABASE plain", role="admin", database="postgres")
    assert found == ["Tạo lại cơ sở dữ liệu với LOCALE 'C.UTF-8'."]


def test_tables_of_an_older_version_are_found(installed, khuevan, ask):
    ask("DELETE FROM django_migrations WHERE app = 'sessions'", role="owner")
    report = khuevan("doctor")
    ask("INSERT INTO django_migrations (app, name, applied) VALUES ('sessions', '0001_initial', now())", role="owner")
    assert "1 bước chưa áp dụng" in report.stdout
    assert report.returncode == 1


def test_a_database_that_cannot_be_reached_is_one_finding(data, monkeypatch, khuevan):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/khuevan")
    report = khuevan("doctor")
    assert "Không kết nối được PostgreSQL" in report.stdout
    assert "Traceback" not in report.stderr
    assert report.returncode == 1


def test_a_missing_directory_and_secrets_are_found(data):
    assert [one.advice != "" for one in checks.secrets()] == [True]
    data.rmdir()
    assert [one.is_well for one in checks.data_directory()] == [False]
    data.mkdir()


def test_a_full_disk_is_found(data, monkeypatch):
    monkeypatch.setattr(checks, "NEEDED_DISK", 10**18)
    assert "Giải phóng" in checks.disk()[0].advice


def test_a_front_end_that_is_not_built_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "SITE", tmp_path)
    assert checks.front_end()[0].advice == "Chạy make build."
    dist = tmp_path / "static" / "dist"
    dist.mkdir(parents=True)
    (dist / "manifest.json").write_text('{"main.ts": {"file": "assets/main.js"}}')
    assert "assets/main.js" in checks.front_end()[0].found
