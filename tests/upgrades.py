"""Databases as an older version left them, to be upgraded while they have rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from khuevan.site.postgres import connection_url
from khuevan.site.postgres.roles import make_database
from tests.databases import admin, run

_MIGRATE = """import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([{target}])"""


@contextmanager
def older(key: str, app: str, migration: str) -> Iterator[str]:
    """The name of a database with all that a migration needs and nothing that came later; dropped at the end."""
    name = f"khuevan_older_{abs(hash(key)) % 10**6}"
    with psycopg.connect(connection_url("admin", "postgres"), autocommit=True) as connection:
        make_database(connection, name)
    try:
        run(name, "-m", "django", "migrate", "-v0", app, migration)
        yield name
    finally:
        admin(f'DROP DATABASE "{name}" WITH (FORCE)')


def connected(role: str, name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection on which every statement is a transaction."""
    return psycopg.connect(connection_url(role, name), autocommit=True)


def migrate(name: str, app: str, migration: str) -> None:
    """The steps alone, without what follows all migrations: the version that serves meanwhile must be able to work."""
    run(name, "-c", _MIGRATE.format(target=(app, migration)))
