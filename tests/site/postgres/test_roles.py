import os

import psycopg
import pytest

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres
from khuevan.site.postgres import roles
from khuevan.site.postgres.roles import AUDIENCES


@pytest.fixture
def server(data):
    postgres.ensure_running()


@pytest.fixture
def external(server, ask, monkeypatch):
    """The same server as if it were somebody else's, reached as an administrator without superuser rights."""
    ask("CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD 'xin chào/@'", role="admin")
    for name in ("khuevan_app", "khuevan_owner", *AUDIENCES):
        ask(f"DROP OWNED BY {name}", role="admin")
    ask("DROP DATABASE khuevan", role="admin", database="postgres")
    for name in ("khuevan_app", "khuevan_owner", *AUDIENCES):
        ask(f"DROP ROLE {name}", role="admin", database="postgres")
    port = postgres.django_database("admin")["PORT"]
    monkeypatch.setenv(
        "DATABASE_URL", f"postgres://dba:xin%20ch%C3%A0o%2F%40@127.0.0.1:{port}/truong?connect_timeout=9"
    )


ROLES = "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname ~ 'khuevan'"
MEMBERSHIPS = """
    SELECT roleid::regrole::text, inherit_option, set_option FROM pg_auth_members
    WHERE member = 'khuevan_app'::regrole
"""
EXPECTED_ROLES = {
    ("khuevan_owner", True, False, False, True),
    ("khuevan_app", True, False, False, False),
    *((name, False, False, False, False) for name in AUDIENCES),
}


def test_nobody_bypasses_row_security(server, ask):
    assert set(ask(ROLES)) == EXPECTED_ROLES


def test_audiences_are_stepped_into_never_inherited(server, ask):
    assert set(ask(MEMBERSHIPS)) == {(name, False, True) for name in AUDIENCES}


def test_making_them_again_changes_nothing(server, ask):
    before = ask(ROLES), ask(MEMBERSHIPS)
    postgres.ensure_roles()
    assert (ask(ROLES), ask(MEMBERSHIPS)) == before


def test_an_inherited_audience_is_put_right(server, ask):
    ask("GRANT khuevan_province TO khuevan_app WITH INHERIT TRUE", role="admin")
    postgres.ensure_roles()
    assert ("khuevan_province", False, True) in ask(MEMBERSHIPS)


def test_the_owner_owns_and_the_app_does_not(server, ask):
    ask("CREATE TABLE thing (id int)", role="owner")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask("DROP TABLE thing")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask("CREATE TABLE own (id int)")


def test_a_role_that_bypasses_row_security_is_refused(server, ask):
    ask("ALTER ROLE khuevan_app BYPASSRLS", role="admin")
    with pytest.raises(DomainError, match="khuevan_app") as caught:
        postgres.ensure_roles()
    assert "NOBYPASSRLS" in caught.value.hint


def test_an_administrator_who_is_no_superuser_suffices(external, ask):
    postgres.ensure_roles()
    postgres.ensure_roles()
    assert set(ask(ROLES)) == EXPECTED_ROLES
    ask("CREATE TABLE thing (id int)", role="owner")
    assert ask("SELECT current_database(), current_user") == [("truong", "khuevan_app")]


def test_an_administrator_without_rights_is_told(external, monkeypatch):
    postgres.ensure_roles()
    monkeypatch.setenv("DATABASE_URL", postgres.connection_url("app"))
    with pytest.raises(DomainError, match="chưa đủ quyền") as caught:
        postgres.ensure_roles()
    assert "CREATEROLE" in caught.value.hint


def test_a_wrong_password_is_told_apart_from_a_silent_server(external, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"].replace("dba:", "dba:x"))
    with pytest.raises(DomainError, match="password authentication failed") as caught:
        postgres.ensure_roles()
    assert "tên và mật khẩu trong DATABASE_URL" in caught.value.hint


def test_an_older_server_is_refused(external, monkeypatch, ask):
    version = ask("SHOW server_version_num", role="admin", database="postgres")[0][0]
    monkeypatch.setattr(roles, "OLDEST", int(version) + 1)
    with pytest.raises(DomainError, match=f"PostgreSQL {int(version) // 10000} quá cũ") as caught:
        postgres.ensure_roles()
    assert "16 trở lên" in caught.value.hint
    assert ask("SELECT count(*) FROM pg_roles WHERE rolname ~ '^khuevan_'", role="admin", database="postgres") == [(0,)]


def test_passwords_may_come_from_the_environment(external, ask, monkeypatch):
    monkeypatch.setenv("KHUEVAN_APP_PASSWORD", "mật khẩu/:@?#")
    postgres.ensure_roles()
    assert ask("SELECT current_user") == [("khuevan_app",)]


def test_an_unreachable_server_is_named(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/khuevan")
    with pytest.raises(DomainError, match=r"127\.0\.0\.1:1"):
        postgres.ensure_running()
