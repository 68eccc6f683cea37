"""Many rows at once. COPY does not go into tables with row-level security, so it goes into a temporary one first."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, TextField
from django.db.models.expressions import RawSQL


@contextmanager
def copied(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> Iterator[Any]:
    """A cursor beside a temporary table that holds ``rows``; the table goes with the block.

    ``columns``: names with their types, as in CREATE TABLE ("id bigint, name text").
    """
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {table} ({columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")
        yield cursor
        cursor.execute(f"DROP TABLE {table}")


def among_texts(texts: Iterable[str]) -> RawSQL:
    """As `among`, for texts."""
    return RawSQL("SELECT unnest(%s::text[])", [list(texts)], output_field=TextField())


def among(ids: Iterable[int]) -> RawSQL:
    """For ``field__in=``: any number of ids as one parameter; a statement takes 65,535 at most."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)], output_field=BigIntegerField())
