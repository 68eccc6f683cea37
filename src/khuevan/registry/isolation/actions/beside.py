"""Statements that count at once, whatever becomes of the transaction in which somebody works."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from .acting import Scope, enter

Say = Callable[[str, Sequence[Any]], None]


@contextmanager
def beside(scope: Scope) -> Iterator[Say]:
    """A function that executes a statement for ``scope`` and commits it, on a connection of its own."""
    own = connections.create_connection("default")

    def say(sql: str, values: Sequence[Any]) -> None:
        own.ensure_connection()
        with own.connection.transaction(), own.cursor() as cursor:
            enter(scope, cursor)
            cursor.execute(sql, values)

    try:
        yield say
    finally:
        own.close()
