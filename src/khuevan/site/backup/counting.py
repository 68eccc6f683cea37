"""How many rows every table has: what a restored database is compared with."""

import psycopg
from psycopg import sql

from khuevan.site import postgres

TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public'
      AND tablename !~ '^(procrastinate_|django_session|django_cache)'
    ORDER BY tablename
"""
STEPS = "SELECT string_agg(app || '.' || name, E'\\n' ORDER BY app, name) FROM django_migrations"


def counts() -> dict[str, int]:
    """Rows of every table of the product as its owner sees them, in one snapshot; jobs and sessions come and go."""
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        tables = [str(row[0]) for row in connection.execute(TABLES)]
        return {table: _count(connection, table) for table in tables}


def applied_migrations() -> str:
    """The schema's version: all migrations, one a line."""
    with psycopg.connect(postgres.connection_url("owner")) as connection:
        row = connection.execute(STEPS).fetchone()
    return str(row[0]) if row else ""


def _count(connection: psycopg.Connection[tuple[object, ...]], table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(str(row[0])) if row else 0
