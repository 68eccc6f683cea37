"""The database while programs run on it: what has died is started again, for as long as it takes."""

import sys
import time

import psycopg

from khuevan.kernel.errors import DomainError
from khuevan.site import postgres

PAUSE_SECONDS = 5.0


class Upkeep:
    """Revives the embedded server and says each thing once. A server of one's own is only asked, never started."""

    def __init__(self) -> None:
        self._next_try = 0.0
        self._trouble = ""

    def revive(self) -> None:
        """Start the embedded server where it has died; where that fails, say why and try again after a pause."""
        if time.monotonic() < self._next_try:
            return
        try:
            started = postgres.revive()
        except (DomainError, OSError) as error:
            self._next_try = time.monotonic() + PAUSE_SECONDS
            self._report("down", f"{error} Sẽ thử lại mỗi {PAUSE_SECONDS:.0f} giây.")
            return
        if started:
            self._trouble = ""
            print("PostgreSQL đã dừng ngoài ý muốn và vừa được khởi động lại.", file=sys.stderr, flush=True)

    def has_database(self) -> bool:
        """Whether the database lets the application in; a program that has ended is not started before it does."""
        try:
            psycopg.connect(postgres.connection_url("app"), connect_timeout=3).close()
        except psycopg.OperationalError:
            self._report("silent", "Cơ sở dữ liệu không trả lời; chương trình đã dừng sẽ chạy lại khi nó trả lời.")
            return False
        self._trouble = ""
        return True

    def _report(self, trouble: str, words: str) -> None:
        """Say it when it begins, not every second."""
        if trouble != self._trouble:
            print(words, file=sys.stderr, flush=True)
            self._trouble = trouble
