"""Open a transaction that acts for somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection, transaction

Audience = Literal["nobody", "staff", "family", "province", "public"]
_ROLES = {
    "nobody": "none",
    "staff": "none",
    "family": "khuevan_family",
    "province": "khuevan_province",
    "public": "khuevan_public",
}
_SET = """SELECT set_config('role', %s, true), set_config('khuevan.schools', %s, true),
 set_config('khuevan.students', %s, true), set_config('khuevan.user', %s, true),
 set_config('khuevan.token', %s, true)"""
_UNHURRIED = f"{_SET}, set_config('synchronous_commit', 'off', true)"


@dataclass(frozen=True)
class Scope:
    """For whom a transaction acts: audience, school ids, pupils' person ids, user id, token of a shared link."""

    audience: Audience = "nobody"
    schools: frozenset[int] = field(default_factory=frozenset)
    students: frozenset[int] = field(default_factory=frozenset)
    user: int | None = None
    token: str = ""


NOBODY = Scope()


def enter(scope: Scope, cursor: Any = None, *, durable: bool = True) -> None:
    """Set the scope for the rest of the current transaction, or of that of a cursor (one statement)."""
    sql = _SET if durable else _UNHURRIED
    values = [
        _ROLES[scope.audience],
        _list(scope.schools),
        _list(scope.students),
        str(scope.user or ""),
        scope.token,
    ]
    if cursor is not None:
        cursor.execute(sql, values)
        return
    with connection.cursor() as own:
        own.execute(sql, values)


@contextmanager
def acting(scope: Scope, *, durable: bool = True) -> Iterator[None]:
    """One transaction for ``scope``. Inside a longer transaction (tests) the scope ends with the block.

    One that is not ``durable`` does not wait for the disk (PostgreSQL's ``synchronous_commit = off``): it is whole or not
    at all, as any other, but a database that dies within the next half second forgets it.
    """
    with transaction.atomic():
        enter(scope, durable=durable)
        yield
        nested = len(connection.savepoint_ids) > 0
    if nested and not connection.needs_rollback:
        enter(NOBODY)


def _list(ids: frozenset[int]) -> str:
    return ",".join(map(str, sorted(ids)))
