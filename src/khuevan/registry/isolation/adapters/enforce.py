"""Bring the database in line with what the models declare; run by the owner after every migration."""

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections, models

from ..models import SchoolModel
from . import cluster_sql as cluster
from . import policies_sql as sql


def enforce(using: str = "default", **_: Any) -> None:
    """Apply policies, grants and composite keys; tables whose statements have not changed are not touched."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not _is_owner(cursor):
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {sql.AUDIENCES}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {sql.AUDIENCES}")
        tables = set(connection.introspection.table_names(cursor))
        for table, statements in _plan(tables, spread=cluster.has_form(cursor)):
            _apply(cursor, table, statements)


def guard_table(connection: Any, model: type[models.Model]) -> None:
    """The same for one table alone: for a migration that lays another table under its name."""
    with connection.cursor() as cursor:
        if _is_owner(cursor):
            for table, statements in _plan({model._meta.db_table}, spread=cluster.has_form(cursor)):
                _apply(cursor, table, statements)


def spreading(cursor: Any) -> cluster.Spreading:
    """SQL that gives the tables the form for Citus, hands them over to it and ties them together again.

    What Citus holds already is left alone.
    """
    schools, whole = cluster.left(cursor)
    guarded = [m for m in guarded_models() if m._meta.db_table in {*schools, *whole}]
    policies = [line for model in guarded for line in _policies(model, spread=True)]
    plan = _plan({m._meta.db_table for m in guarded}, spread=True)
    return cluster.spreading(cursor, schools, whole, policies, [_marking(*one) for one in plan])


def _is_owner(cursor: Any) -> bool:
    cursor.execute("SELECT current_user = 'khuevan_owner'")
    return bool(cursor.fetchone()[0])


def _plan(tables: set[str], *, spread: bool) -> list[tuple[str, list[str]]]:
    closed: list[tuple[str, list[str]]] = []
    guarded = set()
    for model in guarded_models():
        table = model._meta.db_table
        if table in tables:
            guarded.add(table)
            closed.append((table, _policies(model, spread=spread) + sql.links_sql(model)))
    catalogues = {m._meta.db_table: m for m in apps.get_models() if getattr(m, "catalogue", False)}
    rest = sorted(tables - guarded - {"django_migrations"})
    opened = [(table, sql.open_table_sql(table, *_rights(catalogues.get(table)))) for table in rest]
    return opened + closed


def _policies(model: type[models.Model], *, spread: bool) -> list[str]:
    lines = sql.isolation_sql(model, model.isolation)  # type: ignore[attr-defined]
    return [cluster.without_subqueries(line) for line in lines] if spread else lines


def _rights(catalogue: type[models.Model] | None) -> tuple[bool, bool]:
    return catalogue is not None, bool(getattr(catalogue, "kept_by_province", False))


def guarded_models() -> list[type[models.Model]]:
    """All models with an `Isolation`, those of schools and those seen through another table."""
    return [m for m in apps.get_models() if issubclass(m, SchoolModel) or hasattr(m, "isolation")]


def _apply(cursor: Any, table: str, statements: list[str]) -> None:
    cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [f'"{table}"'])
    if cursor.fetchone()[0] == _mark(statements):
        return
    for statement in [*statements, _marking(table, statements)]:
        cursor.execute(statement)


def _marking(table: str, statements: list[str]) -> str:
    return f"COMMENT ON TABLE \"{table}\" IS '{_mark(statements)}'"


def _mark(statements: list[str]) -> str:
    return "isolation " + hashlib.sha256("\n".join(statements).encode()).hexdigest()
