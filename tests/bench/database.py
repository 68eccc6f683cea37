"""The database of a measurement: the demo's six schools or more, made once, cloned for each run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from . import place as place  # first: the product asks it where to work

# isort: split
from khuevan.site import postgres
from khuevan.site.postgres.locks import exclusive
from tests.databases import admin, fingerprint

SCHOOLS, SEED = 6, 2026
KIND = "khuevan_bench"


def _template(schools: int) -> str:
    """The name of the prepared database; made when it is missing, older ones of its size go."""
    kind = KIND if schools == SCHOOLS else f"khuevan_size{schools}"
    name = f"{kind}_{fingerprint()}"
    if admin(f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"):
        return name
    for (old,) in admin(f"SELECT datname FROM pg_database WHERE datname LIKE '{kind}_%'"):
        admin(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
        admin(f'DROP DATABASE "{old}" WITH (FORCE)')
    admin(f'CREATE DATABASE "{name}" OWNER khuevan_owner TEMPLATE template0')
    command = [sys.executable, "-m", "khuevan.site.cli.prepare", f"--schools={schools}", f"--seed={SEED}"]
    subprocess.run(command, env=environment(name), check=True, stdout=sys.stderr)
    with owner(name) as connection:
        # The benches fill in term II whatever the day; its windows are read all the same.
        connection.execute("UPDATE calendar_provincewindow SET closes_on = '2099-12-31', latest_on = '2099-12-31'")
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")  # clones are files copied: they begin as after a quiet night
    admin(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
    return name


_clones: list[None] = []


@contextmanager
def _running() -> Iterator[None]:
    """PostgreSQL as long as this process has a clone: leaving it once leaves it for all."""
    postgres.ensure_running()
    _clones.append(None)
    try:
        yield
    finally:
        _clones.pop()
        if not _clones:
            postgres.release()


@contextmanager
def clone(schools: int = SCHOOLS) -> Iterator[str]:
    """A database for one run, dropped at the end."""
    with _running(), exclusive(postgres.data_dir() / f"bench-{schools}.lock"):
        template = _template(schools)
        name = f"{template}_run"
        try:
            admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            how = "wal_log" if schools == SCHOOLS else "file_copy"  # small ones are warm afterwards
            admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER khuevan_owner STRATEGY {how}')
            yield name
        finally:
            admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def owner(name: str) -> psycopg.Connection:
    """A connection that sees everything, to choose whom to measure."""
    return psycopg.connect(postgres.connection_url("owner", name))


def environment(name: str, **more: str) -> dict[str, str]:
    """What a program of the product needs to work on the database ``name``."""
    own = {"KHUEVAN_DB_NAME": name, "DJANGO_SETTINGS_MODULE": "khuevan.site.settings"}
    return {**os.environ, **own, **more}
