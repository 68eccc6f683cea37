"""Bring the database in line with what the models declare; run by the owner after every migration."""

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections, models

from ..models import SchoolModel
from . import policies_sql as sql


def enforce(using: str = "default", **_: Any) -> None:
    """Apply policies, grants and composite keys; tables whose statements have not changed are not touched."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = 'khuevan_owner'")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {sql.AUDIENCES}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {sql.AUDIENCES}")
        for table, statements in _plan(set(connection.introspection.table_names(cursor))):
            _apply(cursor, table, statements)


def _plan(tables: set[str]) -> list[tuple[str, list[str]]]:
    closed: list[tuple[str, list[str]]] = []
    guarded = set()
    for model in guarded_models():
        table = model._meta.db_table
        if table in tables:
            guarded.add(table)
            closed.append((table, sql.isolation_sql(model, model.isolation) + sql.links_sql(model)))  # type: ignore[attr-defined]
    catalogues = {m._meta.db_table: m for m in apps.get_models() if getattr(m, "catalogue", False)}
    rest = sorted(tables - guarded - {"django_migrations"})
    opened = [(table, sql.open_table_sql(table, *_rights(catalogues.get(table)))) for table in rest]
    return opened + closed


def _rights(catalogue: type[models.Model] | None) -> tuple[bool, bool]:
    return catalogue is not None, bool(getattr(catalogue, "kept_by_province", False))


def guarded_models() -> list[type[models.Model]]:
    """All models with an `Isolation`, those of schools and those seen through another table."""
    return [m for m in apps.get_models() if issubclass(m, SchoolModel) or hasattr(m, "isolation")]


def _apply(cursor: Any, table: str, statements: list[str]) -> None:
    mark = "isolation " + hashlib.sha256("\n".join(statements).encode()).hexdigest()
    cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [f'"{table}"'])
    if cursor.fetchone()[0] == mark:
        return
    for statement in statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON TABLE \"{table}\" IS '{mark}'")
