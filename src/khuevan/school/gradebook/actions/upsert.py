"""Write many rows with one statement."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models


def upsert(
    model: type[models.Model],
    same: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    key: Sequence[str],
    stamp: str,
) -> int:
    """Insert rows, or update those that have the same ``key``; returns how many were written.

    ``rows`` map column names to plain values and all name the same columns; those in ``same`` have one value in all
    rows. A row that would not change, leaving aside the moment in ``stamp``, is not written. Whoever calls has locked
    what the rows belong to.
    """
    given = list(rows)
    if not given:
        return 0
    sql = _statement(model, tuple(same), tuple(given[0]), tuple(key), stamp)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*same.values(), json.dumps(given, cls=DjangoJSONEncoder)])
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model], same: tuple[str, ...], each: tuple[str, ...], key: tuple[str, ...], stamp: str
) -> str:
    columns = {field.column: field.db_type(connection) for field in model._meta.local_concrete_fields}
    listed = ", ".join(f'"{name}"' for name in (*same, *each))
    given = ", ".join([*(f"%s::{columns[name]}" for name in same), *(f'x."{name}"' for name in each)])
    types = ", ".join(f'"{name}" {columns[name]}' for name in each)
    changed = [name for name in (*same, *each) if name not in key]
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in changed)
    compared = [name for name in changed if name != stamp]
    old = ", ".join(f't."{name}"' for name in compared)
    new = ", ".join(f'excluded."{name}"' for name in compared)
    keys = ", ".join(f'"{name}"' for name in key)
    return (
        f'INSERT INTO "{model._meta.db_table}" AS t ({listed}) '  # noqa: S608 - our own names
        f"SELECT {given} FROM jsonb_to_recordset(%s::jsonb) AS x({types}) "
        f"ON CONFLICT ({keys}) DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})"
    )
