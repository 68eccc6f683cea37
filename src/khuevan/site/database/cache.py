"""Django's cache in the database, for PostgreSQL: one statement where it takes five."""

import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

_WRITE = (
    "INSERT INTO {0} (cache_key, value, expires) VALUES (%s, %s, %s)\n"
    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_TOUCH = "UPDATE {0} SET expires = %s WHERE cache_key = %s AND expires >= now()"
_FOR_EVER = datetime.max.replace(tzinfo=UTC, microsecond=0)


class SharedCache(DatabaseCache):
    """Nothing is counted and nobody pushed out: what has ended goes by night (`accounts.forget_ended`).

    A log-in asks the limits that stop guessers a dozen times, and each must be as sure as it is quick.
    """

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        """``mode`` "set", "add" (only where there is none that lasts) or "touch"; whether it was done."""
        ends = self.get_backend_timeout(timeout)
        expires = _FOR_EVER if ends is None else datetime.fromtimestamp(ends, UTC)
        with connection.cursor() as cursor:
            if mode == "touch":
                cursor.execute(_TOUCH.format(self._table), [expires, key])
            else:
                kept = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
                only = f" WHERE {self._table}.expires < now()" if mode == "add" else ""
                cursor.execute(_WRITE.format(self._table) + only, [key, kept, expires])
            return bool(cursor.rowcount)
