"""Django's PostgreSQL backend, with two habits of a long life: see ``DatabaseWrapper``."""

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper


class DatabaseWrapper(PostgresqlWrapper):
    """A server that ends a connection says so on the line; where nothing has come, there is nothing to ask.

    A web server's connection sees every page in turn: it keeps all their statements prepared, not the last hundred.
    """

    PREPARED = 1000
    """Statements a connection keeps; all pages together have about seven hundred."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = self.PREPARED
        return connection

    def is_usable(self) -> bool:
        if self.connection is None or self.errors_occurred or self._has_news():
            return bool(super().is_usable())
        return True

    def _has_news(self) -> bool:
        """Whether something waits to be read: a good-bye, the end, or a notice. Without waiting."""
        try:
            line = select.poll()
            line.register(self.connection.fileno(), select.POLLIN)
            return bool(line.poll(0))
        except Exception:  # the driver knows that the connection is gone: let Django find out
            return True
