"""Bring rows into the database with COPY, and know what it already holds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from khuevan.kernel.errors import Conflict, NotAllowed

from .records import TABLES

_FOREIGN_KEYS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY conname"""
_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = %s::regclass AND NOT (indisunique OR indisexclusion)
ORDER BY indexrelid::regclass::text"""


class Loader:
    """Writes rows as the owner of the tables, within the caller's transaction.

    COPY is refused where row-level security is forced upon the owner, and checking foreign keys row by row takes
    longer than all the rest. A table is therefore opened before its first row: security not forced, foreign keys and
    plain indexes taken away. `finish` puts everything back, so that nobody ever sees a table without them.
    """

    def __init__(self) -> None:
        self.cursor = connection.cursor()
        self.opened: dict[str, list[str]] = {}

    def prepare(self) -> None:
        """Refuse the wrong role and a database that has schools."""
        self.cursor.execute("SELECT current_user")
        if self.cursor.fetchone()[0] != "khuevan_owner":
            raise NotAllowed("Chỉ chủ sở hữu cơ sở dữ liệu được nạp tỉnh giả lập.", hint="Đặt KHUEVAN_DB_ROLE=owner.")
        if has_schools():
            raise Conflict("Cơ sở dữ liệu đã có trường.", hint="Muốn làm lại từ đầu, chạy make demo-reset.")

    def next_id(self, table: str) -> int:
        """The first free id of a table."""
        self.cursor.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')  # noqa: S608 - our own names
        return int(self.cursor.fetchone()[0])

    def write(self, rows: Iterable[Any]) -> None:
        """Rows of any types of `records`, table by table in the order of their foreign keys."""
        by_type: dict[type, list[Any]] = {}
        for row in rows:
            by_type.setdefault(type(row), []).append(row)
        for kind, table in TABLES.items():
            if kind in by_type:
                self.copy(table, kind._fields, by_type[kind])  # type: ignore[attr-defined]

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """COPY rows into columns of a table."""
        self._open(table)
        with self.cursor.copy(_copy_sql(table, columns)) as copy:
            for row in rows:
                copy.write_row(row)

    def copy_lines(self, table: str, columns: Sequence[str], lines: Iterator[str]) -> None:
        """COPY lines that are already in PostgreSQL's text format."""
        self._open(table)
        with self.cursor.copy(_copy_sql(table, columns)) as copy:
            while block := "".join(islice(lines, 2000)):
                copy.write(block)

    def _open(self, table: str) -> None:
        if table in self.opened:
            return
        self.cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [f'"{table}"'])
        forced = self.cursor.fetchone()[0]
        self.opened[table] = [f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'] if forced else []
        if forced:
            self.cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        for found in (_FOREIGN_KEYS, _INDEXES):
            self.cursor.execute(found, [f'"{table}"'])
            for take_away, put_back in self.cursor.fetchall():
                self.cursor.execute(take_away)
                self.opened[table].insert(0, put_back)

    def finish(self) -> None:
        """Put back indexes, foreign keys (every row is checked) and security; let the sequences go on after the loaded
        ids, and tell the planner what there is."""
        for statements in self.opened.values():
            for statement in statements:
                self.cursor.execute(statement)
        for table in self.opened:
            self.cursor.execute("SELECT pg_get_serial_sequence(%s, 'id') FROM pg_attribute "
                                "WHERE attrelid = %s::regclass AND attname = 'id'", [table, f'"{table}"'])  # fmt: skip
            if sequence := (self.cursor.fetchone() or [None])[0]:
                self.cursor.execute(f"SELECT setval('{sequence}', (SELECT max(id) FROM \"{table}\"))")  # noqa: S608
            self.cursor.execute(f'ANALYZE "{table}"')


def _copy_sql(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'COPY "{table}" ({names}) FROM STDIN'


def has_schools() -> bool:
    """Whether the database has schools."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM units_unit WHERE kind = 'school')")
        return bool(cursor.fetchone()[0])
