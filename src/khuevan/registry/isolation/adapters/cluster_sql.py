"""The tables in the form that Citus can spread over many machines by ``school_id``.

Citus ("Creating and modifying distributed objects", and the checks of ``create_distributed_table``) asks that every
unique key of a distributed table contain the column it is spread by, that foreign keys lead over that column to tables
spread alike or to reference tables, that no policy hold a subquery and no trigger answer to TRUNCATE. On one machine
all that costs time and gains nothing, so a database takes this form only where it is wanted (decision 0037).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from ..models import SchoolModel

_SETTING = re.compile(r"\(select (string_to_array\(.+?\)::bigint\[\])\)")
_SEEN = re.compile(r"exists \(select 1 from (\w+) (\w) where \2\.id = (\w+)\)")
_SEEN_FROM = ("people_person", "identity_merge")
_SETTINGS = (
    "SET LOCAL citus.enable_unsafe_triggers TO on",
    "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'",
)

_LINKS = """SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relname = any(%s) ORDER BY 1, 2"""
_KEYS = """SELECT c.relname, i.relname, k.conname IS NOT NULL, x.indisprimary, pg_get_indexdef(i.oid),
  EXISTS (SELECT FROM pg_constraint s WHERE s.conrelid = c.oid AND s.conname = left(c.relname || '_school_key', 63))
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'
LEFT JOIN pg_constraint k ON k.conindid = i.oid AND k.contype IN ('p', 'u')
LEFT JOIN pg_inherits h ON h.inhrelid = c.oid LEFT JOIN pg_class whole ON whole.oid = h.inhparent
WHERE x.indisunique AND NOT a.attnum = any(x.indkey) AND coalesce(whole.relname, c.relname) = any(%s) ORDER BY 1, 2"""
_GUARDS = """SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
LEFT JOIN pg_inherits h ON h.inhrelid = c.oid LEFT JOIN pg_class whole ON whole.oid = h.inhparent
WHERE NOT t.tgisinternal AND t.tgtype & 32 > 0 AND coalesce(whole.relname, c.relname) = any(%s) ORDER BY 1, 2"""
_SEES = "RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT 1 FROM {} WHERE id = $1)'"


@dataclass(frozen=True)
class Spreading:
    """SQL in three steps: the form, which any PostgreSQL takes; Citus' own calls; the foreign keys again."""

    form: list[str]
    places: list[str]
    links: list[str]

    def script(self) -> str:
        """All three for psql, in one transaction: everything or nothing."""
        lines = ["BEGIN", *_SETTINGS, *self.form, *self.places, *self.links, "COMMIT"]
        return "".join(f"{line};\n" for line in lines)


def has_form(cursor: Any) -> bool:
    """Whether the tables have been given this form."""
    cursor.execute("SELECT to_regproc(%s) IS NOT NULL", [f"{_SEEN_FROM[0]}_seen"])
    return bool(cursor.fetchone()[0])


def without_subqueries(statement: str) -> str:
    """A policy as Citus takes it: a setting is read where it is compared, another table asked through a function."""
    return _SEEN.sub(r"\1_seen(\3)", _SETTING.sub(r"(\1)", statement))


def spreading(cursor: Any, schools: list[str], whole: list[str], policies: list[str], marks: list[str]) -> Spreading:
    """How these tables get the form and their places.

    ``policies`` as `without_subqueries` makes them; ``marks`` say for the next migration that they stand.
    """
    links = _rows(cursor, _LINKS, schools + whole)
    form = [f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' for table, name, _ in links]
    form += [f"CREATE OR REPLACE FUNCTION {table}_seen(bigint) {_SEES.format(table)}" for table in _SEEN_FROM]
    form += [line for row in _rows(cursor, _KEYS, schools) for line in _within_school(*row)]
    form += [line for row in _rows(cursor, _GUARDS, schools + whole) for line in _without_truncate(*row)]
    places = [f"SELECT create_reference_table('{table}')" for table in whole]
    places += [f"SELECT create_distributed_table('{table}', 'school_id')" for table in schools]
    again = [f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {words}' for table, name, words in links]
    return Spreading(form + policies, places, again + marks)


def spread_and_whole() -> tuple[list[str], list[str]]:
    """Tables spread by school, and those that every machine holds whole. Others' tables stay with the coordinator."""
    ours = {m for m in apps.get_models() if m.__module__.startswith("khuevan.") and m._meta.managed}
    spread = {m for m in ours if issubclass(m, SchoolModel) and not m.isolation.whole}
    return _names(spread), _names(ours - spread)


def left(cursor: Any) -> tuple[list[str], list[str]]:
    """`spread_and_whole`, without what Citus holds already."""
    schools, whole = spread_and_whole()
    cursor.execute("SELECT to_regclass('pg_dist_partition') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return schools, whole
    cursor.execute("SELECT logicalrelid::text FROM pg_dist_partition")
    held = {name for (name,) in cursor.fetchall()}
    return [t for t in schools if t not in held], [t for t in whole if t not in held]


def _names(tables: set[type[models.Model]]) -> list[str]:
    return sorted(m._meta.db_table for m in tables)


def _rows(cursor: Any, sql: str, tables: list[str]) -> list[tuple[Any, ...]]:
    cursor.execute(sql, [tables])
    return cursor.fetchall()


def _within_school(table: str, name: str, constraint: bool, primary: bool, words: str, linked: bool) -> list[str]:
    """A key that holds within a school in the place of one that holds over all, and a plain index for who asks so."""
    gone = f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"' if constraint else f'DROP INDEX "{name}"'
    alone = words.replace("CREATE UNIQUE INDEX ", "CREATE INDEX ").replace(" NULLS NOT DISTINCT", "")
    if not primary:
        return [gone, words.replace("USING btree (", "USING btree (school_id, "), _renamed(alone, name)]
    key = f"{table}_school_key"[:63]
    unlinked = [f'ALTER TABLE "{table}" DROP CONSTRAINT "{key}"'] if linked else []
    return [gone, *unlinked, f'ALTER TABLE "{table}" ADD CONSTRAINT "{key}" PRIMARY KEY (school_id, id)', alone]


def _renamed(words: str, name: str) -> str:
    return words.replace(f"INDEX {name} ", f"INDEX {name[:57]}_alone ", 1)


def _without_truncate(table: str, name: str, words: str) -> list[str]:
    return [f'DROP TRIGGER "{name}" ON "{table}"', words.replace(" OR TRUNCATE", "")]
