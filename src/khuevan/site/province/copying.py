"""Bring rows into the database with COPY, and know what it already holds."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from khuevan.kernel.errors import Conflict, NotAllowed

from .records import TABLES


class Loader:
    """Writes rows of `records` as the owner of the tables, within the caller's transaction."""

    def __init__(self) -> None:
        self.cursor = connection.cursor()
        self.loaded: set[str] = set()
        self.forced: set[str] = set()

    def prepare(self) -> None:
        """Refuse the wrong role and a database that has schools; check foreign keys as rows come, not at the end."""
        self.cursor.execute("SELECT current_user")
        if self.cursor.fetchone()[0] != "khuevan_owner":
            raise NotAllowed("Chỉ chủ sở hữu cơ sở dữ liệu được nạp tỉnh giả lập.", hint="Đặt KHUEVAN_DB_ROLE=owner.")
        if has_schools():
            raise Conflict("Cơ sở dữ liệu đã có trường.", hint="Muốn làm lại từ đầu, chạy make demo-reset.")
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

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
        names = ", ".join(f'"{column}"' for column in columns)
        self._open(table)
        with self.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def _open(self, table: str) -> None:
        """COPY is refused where row-level security is forced upon the owner. Nobody else sees the table until the
        transaction ends, and then it is forced again."""
        if table in self.loaded:
            return
        self.loaded.add(table)
        self.cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [f'"{table}"'])
        if self.cursor.fetchone()[0]:
            self.cursor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
            self.forced.add(table)

    def finish(self) -> None:
        """Force row-level security again, let the sequences go on after the loaded ids, and tell the planner."""
        for table in sorted(self.forced):
            self.cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        for table in sorted(self.loaded):
            self.cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))"  # noqa: S608
            )
            self.cursor.execute(f'ANALYZE "{table}"')


def has_schools() -> bool:
    """Whether the database has schools."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM units_unit WHERE kind = 'school')")
        return bool(cursor.fetchone()[0])
