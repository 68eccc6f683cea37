"""What row-level security costs: ``python -m tests.bench.isolation <database> <user> <book>``.

Every statement of opening a gradebook, and of saving a column, is written down as the page sends it, then sent again
and again over two connections to one database, with the same rows and the same statistics: as the application, which
its policies bind, and as the administrator, whom none binds. Counted is the processor time of the PostgreSQL process
that answers, so that other people's work on the machine matters little.
"""

import json
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple

import psycopg

TIMES, ROUNDS = 20, 15
SCOPE = "set_config('khuevan.schools'"
Statement = tuple[str, Any]
Role = Literal["app", "admin"]


class Cost(NamedTuple):
    """Processor time in relation to that without policies: with them alone, and with the scope's statement too."""

    policies: float
    all: float
    statements: int
    milliseconds: float


@contextmanager
def written_down() -> Iterator[list[Statement]]:
    """Collect the statements of one request: first the one that sets the scope, then all that follow. Undone."""
    from django.db import connection, transaction

    found: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if SCOPE in sql or (found and "SAVEPOINT" not in sql):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        yield found
        transaction.set_rollback(True)
    if SCOPE in found[-1][0]:  # inside a longer transaction a scope ends with its request
        found.pop()


def requests(username: str, book: str) -> dict[str, list[Statement]]:
    """The statements of opening the book and of saving a column of it."""
    import django

    django.setup()
    from django.test import Client

    from khuevan.registry.accounts.api import User

    from .cast import TERM
    from .scenarios import COLUMN, READ_BOOK, edits
    from .sessions import grid_of

    client, address = Client(), f"/gradebook/books/{book}/"
    client.force_login(User.objects.get(username=username), "allauth.account.auth_backends.AuthenticationBackend")
    with written_down() as opening:
        page = client.get(address, {"term": TERM})
    assert page.status_code == 200
    rows = [row for row in grid_of(page.content.decode())["rows"] if not row.get("readonly")]
    old = {row["id"]: row["cells"]["gk"] for row in rows}
    new = {pupil: 61 if mark == 60 else 60 for pupil, mark in old.items()}
    with written_down() as saving:
        done = client.post(f"{address}{TERM}/save", edits(old, new), content_type="application/json")
    assert len(done.json()["saved"]) == len(rows)
    return {READ_BOOK: opening, COLUMN: saving}


def cost(database: str, statements: list[Statement]) -> Cost:
    """Compare with policies and without, in turns; medians of the rounds."""
    both, scope, rest = [], [], []
    own = statements[1:]
    with _connected("app", database) as one, _connected("admin", database) as two:
        for connection in (one, two):
            _spent(connection, statements)  # until PostgreSQL has settled on its plans
        for _ in range(ROUNDS):
            rest.append(_spent(two, own))
            both.append(_spent(one, statements))
            scope.append(_spent(two, statements))
    policies = statistics.median(a / b for a, b in zip(both, scope, strict=True))
    everything = statistics.median(a / b for a, b in zip(both, rest, strict=True))
    return Cost(policies, everything, len(own), 1000 * statistics.median(rest))


@contextmanager
def _connected(role: Role, database: str) -> Iterator[psycopg.Connection]:
    from khuevan.site.postgres import connection_url

    with psycopg.connect(connection_url(role, database), prepare_threshold=1) as connection:
        yield connection


def _spent(connection: psycopg.Connection, statements: list[Statement]) -> float:
    """Seconds of processor time that PostgreSQL takes for one transaction; nothing stays written."""
    process = Path(f"/proc/{connection.info.backend_pid}/schedstat")
    before = int(process.read_text().split()[0])
    for _ in range(TIMES):
        for sql, params in statements:
            connection.execute(sql, params)
        connection.pgconn.exec_(b"ROLLBACK")  # the driver's own would forget what it has prepared
    return (int(process.read_text().split()[0]) - before) / 1e9 / TIMES


def main() -> None:
    """Print a cost per request as JSON."""
    database, username, book = sys.argv[1:]
    os.environ["KHUEVAN_DB_NAME"] = database
    found = {name: cost(database, one) for name, one in requests(username, book).items()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
