"""Databases for tests, each step made once and cloned: tables, then a small province, with or without its papers."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "khuevan"
TABLES = ("*/migrations/*.py", "*/models/*.py", "*/rules/*.py")
HASTY = dict.fromkeys(("fsync", "full_page_writes", "wal_compression"), "off")
"""How the embedded server of the tests runs: what it holds can be made anew."""


def fingerprint(*more: str) -> str:
    """Changes whenever tables, catalogues or the making of the province change, or a source in folders of ``more``."""
    files = [path for pattern in TABLES for path in SOURCES.rglob(pattern)]
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


def serve(*, hastily: bool = False) -> None:
    """The server runs, hastily where it is ours and that is wanted."""
    from khuevan.site.postgres import data_dir, ensure_roles, ensure_running, is_external
    from khuevan.site.postgres.locks import exclusive

    data_dir().mkdir(parents=True, exist_ok=True)
    with exclusive(data_dir() / "template.lock"):
        ensure_running()
        ensure_roles()
        # Only whose role one shares may be disconnected, and a database in use cannot be dropped.
        admin("GRANT khuevan_app TO CURRENT_USER WITH INHERIT TRUE")
        if hastily and not is_external():
            for setting, value in HASTY.items():
                admin(f"ALTER SYSTEM SET {setting} = {value}")
            admin("SELECT pg_reload_conf()")


def clone(name: str, template: str) -> None:
    """A database like ``template``, in the place of one of that name."""
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER khuevan_owner')


@contextmanager
def cloned(template: str, owner: str) -> Iterator[str]:
    """The name of a clone for the test or module ``owner``; dropped at the end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{template}_{worker}_{abs(hash(owner)) % 10**6}"
    clone(name, template)
    yield name
    admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def prepared(name: str, *options: str, **environment: str) -> str:
    """The name of a template that is there, made by one process while those who need the same wait."""
    from khuevan.site.postgres import data_dir
    from khuevan.site.postgres.locks import exclusive

    serve()
    with exclusive(data_dir() / f"{name}.lock"):
        if not _is_there(name):
            clone(name, tables_alone())
            run(name, "-m", "khuevan.site.province.for_tests", *options, **environment)
            _keep(name)
    return name


@contextmanager
def django_on(database: str, django_db_blocker) -> Iterator[str]:
    """Django on another database, where commits are real."""
    from django.db import connection

    usual = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = database
        yield database
        connection.close()
        connection.settings_dict["NAME"] = usual


def tables_alone() -> str:
    """The name of a template that has been migrated and holds nobody."""
    import psycopg

    from khuevan.site.postgres import connection_url, data_dir
    from khuevan.site.postgres.locks import exclusive
    from khuevan.site.postgres.roles import make_database

    name = f"khuevan_tables_{fingerprint()}"
    with exclusive(data_dir() / "tables.lock"):
        if not _is_there(name):
            with psycopg.connect(connection_url("admin", "postgres"), autocommit=True) as connection:
                make_database(connection, name)
            run(name, "-m", "django", "migrate", "-v0")
            _keep(name)
    return name


def dump_of(template: str) -> Path:
    """A file with that database, for servers of a test's own."""
    from khuevan.site.postgres import connection_url, data_dir
    from khuevan.site.postgres.binaries import client_program
    from khuevan.site.postgres.locks import exclusive

    file = data_dir() / f"{template}.dump"
    with exclusive(data_dir() / f"{template}.lock"):
        if not file.exists():
            draft = file.with_suffix(".new")
            url = connection_url("admin", template)
            subprocess.run([client_program("pg_dump"), "-Fc", "-Z0", "-f", draft, url], check=True)
            draft.rename(file)
    return file


def fill_from(dump: Path) -> None:
    """Give the installation that the environment names, which runs, the tables and rows of ``dump``."""
    from khuevan.site.postgres import connection_url
    from khuevan.site.postgres.binaries import client_program

    subprocess.run([client_program("pg_restore"), "-d", connection_url("admin"), dump], check=True)


def _is_there(name: str) -> bool:
    """Whether a template is complete; otherwise what is left of it, and older ones of its kind, go."""
    if admin(f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"):
        return True
    for (old,) in admin(f"SELECT datname FROM pg_database WHERE datname LIKE '{name.rpartition('_')[0]}_%'"):
        admin(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
        admin(f'DROP DATABASE "{old}" WITH (FORCE)')
    return False


def run(name: str, *command: str, **environment: str) -> str:
    """What a command of the product prints on that database, as its owner."""
    environment = {**os.environ, "KHUEVAN_DB_NAME": name, "KHUEVAN_DB_ROLE": "owner", **environment}
    environment |= {"DJANGO_SETTINGS_MODULE": "khuevan.site.settings", "PYTHONPATH": str(SOURCES.parent)}
    done = subprocess.run([sys.executable, *command], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _keep(name: str) -> None:
    """For later runs; its tables are known to the planner, as on a server that looks after itself."""
    import psycopg

    from khuevan.site.postgres import connection_url

    with psycopg.connect(connection_url("owner", name), autocommit=True) as connection:
        connection.execute("ANALYZE")
    admin(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
