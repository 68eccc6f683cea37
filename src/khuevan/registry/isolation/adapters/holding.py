"""Several tables at once for a migration, while people work."""

import random
import time
from typing import Any

from django.db import OperationalError, transaction

_PATIENCE = "SET LOCAL lock_timeout = '200ms'"
"""How long people may wait behind us; PostgreSQL looks for deadlocks after a second, and would end one of theirs."""
_TIMES = 100
_PAUSE = 0.05, 0.2


def hold_tables(schema_editor: Any, *tables: str) -> None:
    """All of these tables alone until the transaction ends, or none and once more: whoever holds one and asks for
    another gets it. Raises ``OperationalError`` where they are never free together."""
    connection = schema_editor.connection
    names = ", ".join(f'"{table}"' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        usual = cursor.fetchone()[0]
        for turn in range(_TIMES):
            try:
                with transaction.atomic(connection.alias):
                    cursor.execute(_PATIENCE)
                    cursor.execute(f"LOCK TABLE {names}")
                    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [usual])
                return
            except OperationalError:
                if turn == _TIMES - 1:
                    raise
                time.sleep(random.uniform(*_PAUSE))  # noqa: S311 - no secret
