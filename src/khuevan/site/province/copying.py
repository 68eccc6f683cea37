"""Bring rows into the database with COPY, and know what it already holds."""

from collections.abc import Iterable, Iterator

from django.db import connection

from khuevan.kernel.errors import Conflict, NotAllowed

from .lines import Batch

_PARTS = "SELECT %s::regclass::oid UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass"
_CONSTRAINTS = """
SELECT contype IN ('p', 'u'), format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint k WHERE conrelid = any(%s) AND conparentid = 0 AND (
  contype = 'f' OR contype IN ('p', 'u') AND NOT EXISTS (
    SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = k.conrelid)) ORDER BY contype, conname"""
_INDEXES = """
SELECT false, format('DROP INDEX %%s', indexrelid::regclass), replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index i WHERE indrelid = any(%s) AND NOT indisunique
  AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = indexrelid) AND NOT EXISTS (
    SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY indexrelid::regclass::text"""
_TRIGGERS = """
SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
       format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgtype & 4 = 4 AND tgenabled = 'O'
ORDER BY tgname"""
_MEMORY = "SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL synchronous_commit = off"
_LINES = 2000
_LARGE = 50
"""From how many schools on the server is given memory for the work; a small province needs none."""


class Loader:
    """Writes rows as the owner of the tables, within the caller's transaction.

    COPY is refused where row-level security is forced upon the owner, and checking keys row by row takes longer than
    all the rest. A table is therefore opened before its first row: security not forced, triggers on INSERT asleep
    (what they would add is among the rows), foreign keys, plain indexes and keys that nobody refers to taken away.
    `finish` puts everything back, every row checked, so that nobody ever sees a table without them.
    """

    def __init__(self) -> None:
        self.cursor = connection.cursor()
        self.opened: list[str] = []
        self.keys: list[str] = []
        self.rest: list[str] = []
        self.last: list[str] = []

    def prepare(self, schools: int = 1) -> None:
        """Refuse the wrong role and a database that has schools."""
        self.cursor.execute("SELECT current_user")
        if self.cursor.fetchone()[0] != "khuevan_owner":
            raise NotAllowed("Chỉ chủ sở hữu cơ sở dữ liệu được nạp tỉnh giả lập.", hint="Đặt KHUEVAN_DB_ROLE=owner.")
        if has_schools():
            raise Conflict("Cơ sở dữ liệu đã có trường.", hint="Muốn làm lại từ đầu, chạy make demo-reset.")
        if schools >= _LARGE:
            self.cursor.execute(_MEMORY)

    def next_id(self, table: str) -> int:
        """The first free id of a table."""
        self.cursor.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')  # noqa: S608 - our own names
        return int(self.cursor.fetchone()[0])

    def copy(self, batch: Batch) -> None:
        """COPY lines into columns of a table."""
        self.open(batch.table)
        names = ", ".join(f'"{column}"' for column in batch.columns)
        with self.cursor.copy(f'COPY "{batch.table}" ({names}) FROM STDIN') as copy:
            for block in _blocks(batch.lines):
                copy.write(block)

    def open(self, *tables: str) -> None:
        """Make tables ready to be filled; those that are, stay so."""
        for table in tables:
            if table not in self.opened:
                self._open(table)

    def _open(self, table: str) -> None:
        name = f'"{table}"'
        self.opened.append(table)
        self.cursor.execute("SELECT relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [name])
        if self.cursor.fetchone()[0]:
            self.cursor.execute(f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY")
            self.last.append(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        self.cursor.execute(_TRIGGERS, [name])
        for asleep, awake in self.cursor.fetchall():
            self.cursor.execute(asleep)
            self.last.append(awake)
        self.cursor.execute(_PARTS, [name, name])
        parts = [part for (part,) in self.cursor.fetchall()]
        for found in (_CONSTRAINTS, _INDEXES):
            self.cursor.execute(found, [parts])
            for is_key, take_away, put_back in self.cursor.fetchall():
                self.cursor.execute(take_away)
                (self.keys if is_key else self.rest).append(put_back)

    def finish(self) -> None:
        """Put back keys, indexes, foreign keys (every row is checked) and security; let the sequences go on after the
        loaded ids, and tell the planner what there is."""
        for statement in (*self.keys, *self.rest, *self.last):
            self.cursor.execute(statement)
        for table in self.opened:
            self.cursor.execute("SELECT pg_get_serial_sequence(%s, 'id') FROM pg_attribute "
                                "WHERE attrelid = %s::regclass AND attname = 'id'", [table, f'"{table}"'])  # fmt: skip
            if sequence := (self.cursor.fetchone() or [None])[0]:
                self.cursor.execute(f"SELECT setval('{sequence}', (SELECT max(id) FROM \"{table}\"))")  # noqa: S608
            self.cursor.execute(f'ANALYZE "{table}"')
        self.opened, self.keys, self.rest, self.last = [], [], [], []


def _blocks(pieces: Iterable[str | bytes]) -> Iterator[str | bytes]:
    """Pieces as they are if they are ready, single lines many together."""
    waiting: list[str] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            waiting.append(piece)
            if len(waiting) == _LINES:
                yield "".join(waiting)
                waiting.clear()
    yield "".join(waiting)


def has_schools() -> bool:
    """Whether the database has schools."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM units_unit WHERE kind = 'school')")
        return bool(cursor.fetchone()[0])
