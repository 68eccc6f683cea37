"""Django's PostgreSQL backend, which asks whether an idle connection still lives without a trip to the server."""

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper


class DatabaseWrapper(PostgresqlWrapper):
    """A server that ends a connection says so on the line; where nothing has come, there is nothing to ask."""

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
