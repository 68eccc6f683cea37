"""A real PostgreSQL for every test: a small province, made once, cloned for each worker, rolled back by each test."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

# Properties are about results; a busy machine must not fail them.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "khuevan"
if "KHUEVAN_DATA" not in os.environ:  # too late to set it here: the settings are read before this file
    pytest.exit("Run `make test`, or set KHUEVAN_DATA to a directory for test data, away from your own.", returncode=4)


def fingerprint(*more: str) -> str:
    """Changes whenever tables, catalogues or the making of the province change, or a source in folders of ``more``."""
    files = [*SOURCES.rglob("migrations/*.py"), *SOURCES.rglob("models/*.py"), *SOURCES.rglob("rules/*.py")]
    files += [path for path in SOURCES.rglob("data/*") if path.is_file()]
    for folder in ("site/province", "registry/isolation", *more):
        files += (SOURCES / folder).rglob("*.py")
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def admin(statement: str) -> list[tuple]:
    """Run one statement outside any transaction as the administrator of the server."""
    import psycopg

    from khuevan.site.postgres import connection_url

    with psycopg.connect(connection_url("admin", "postgres"), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def make_template(name: str, *options: str, **environment: str) -> None:
    """The database with all tables and the small province; kept for the next run. Older ones of its kind go."""
    import psycopg

    from khuevan.site.postgres import connection_url
    from khuevan.site.postgres.roles import make_database

    if admin(f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"):
        return
    for (old,) in admin(f"SELECT datname FROM pg_database WHERE datname LIKE '{name.rpartition('_')[0]}_%'"):
        admin(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
        admin(f'DROP DATABASE "{old}" WITH (FORCE)')
    with psycopg.connect(connection_url("admin", "postgres"), autocommit=True) as connection:
        make_database(connection, name)
    environment = {**os.environ, "KHUEVAN_DB_NAME": name, "KHUEVAN_DB_ROLE": "owner", **environment}
    environment |= {"DJANGO_SETTINGS_MODULE": "khuevan.site.settings", "PYTHONPATH": str(SOURCES.parent)}
    for command in (["-m", "django", "migrate", "-v0"], ["-m", "khuevan.site.province.for_tests", *options]):
        subprocess.run([sys.executable, *command], env=environment, check=True)
    admin(f'ALTER DATABASE "{name}" IS_TEMPLATE true')


def prepared(name: str, *options: str, **environment: str) -> str:
    """The name of a template that is there, made by one process while those who need the same wait."""
    from khuevan.site.postgres import data_dir, ensure_roles, ensure_running
    from khuevan.site.postgres.locks import exclusive

    data_dir().mkdir(parents=True, exist_ok=True)
    with exclusive(data_dir() / "template.lock"):
        ensure_running()
        ensure_roles()
        # Only whose role one shares may be disconnected, and a database in use cannot be dropped.
        admin("GRANT khuevan_app TO CURRENT_USER WITH INHERIT TRUE")
    with exclusive(data_dir() / f"{name}.lock"):
        make_template(name, *options, **environment)
    return name


@pytest.fixture(scope="session")
def template_database() -> str:
    """Name of the prepared database; clone it where a test must commit."""
    return prepared(f"khuevan_test_{fingerprint()}")


@pytest.fixture
def committed_database(template_database, request):
    """A clone of its own for a test that commits; its name. Dropped afterwards."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{template_database}_{worker}_{abs(hash(request.node.nodeid)) % 10**6}"
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template_database}" OWNER khuevan_owner')
    yield name
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(template_database, django_db_blocker):
    """Tests run as the application's own role on a clone of the prepared database."""
    from django.db import connections

    name = f"{template_database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template_database}" OWNER khuevan_owner')
    connections["default"].settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def committing(committed_database, django_db_setup, django_db_blocker):
    """Django on a database of this test's own, where commits are real; its name."""
    from django.db import connection

    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = committed_database
        yield committed_database
        connection.close()
        connection.settings_dict["NAME"] = usual
