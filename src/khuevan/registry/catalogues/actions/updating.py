"""Take a new edition of catalogues: what changed ends on the day before, what is new begins; nothing is deleted."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from khuevan.kernel.clock import now
from khuevan.kernel.dates import format_date
from khuevan.kernel.errors import Invalid
from khuevan.registry.isolation.api import copied

from ..models import Edition
from ..rules.contents import Contents

SHOWN = 200


@dataclass(frozen=True)
class Table:
    """How lines of one kind are kept. ``values`` make a version; ``scope``: a file speaks for all rows that share it
    with one of its lines (all fields of an object, all codes of a list), and for no others."""

    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]
    scope: str
    types: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.keys, *self.values, "position")


TABLES = (
    Table(
        "catalogues_field",
        ("object", "code"),
        ("label", "type", "length", "need", "list_code", "section"),
        "object",
        "object text, code text, label text, type text, length smallint, need text, list_code text, section text,"
        " position smallint",
    ),
    Table("catalogues_codelist", ("code",), ("title",), "code", "code text, title text, position smallint"),
    Table(
        "catalogues_code",
        ("list_code", "code"),
        ("label", "more"),
        "list_code",
        "list_code text, code text, label text, more jsonb, position smallint",
    ),
)


@dataclass(frozen=True)
class Difference:
    """A thing that an edition opens, replaces or closes: (table, verb, key, words before, words after)."""

    table: str
    verb: str
    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Update:
    """What an edition does, or did. ``counts``: opened, replaced, closed, same, by table; ``first``: differences."""

    counts: dict[str, dict[str, int]]
    first: tuple[Difference, ...]

    def total(self, verb: str) -> int:
        """Over all tables."""
        return sum(one[verb] for one in self.counts.values())


def update(contents: Contents, since: date, source: str, basis: str = "", *, write: bool = False) -> Update:
    """Compare an edition that holds from ``since`` with what holds now, and with ``write`` take it; the owner may.

    Raises ``Invalid`` where there is nothing to take, or where the day is not after that of what it would replace.
    """
    if not contents.fields and not contents.codes:
        raise Invalid("Tệp không có trường hay mã nào.", hint="Kiểm tra lại tệp danh mục.")
    with transaction.atomic(), ExitStack() as open_tables:
        counts, first = {}, []
        for table in TABLES:
            cursor = open_tables.enter_context(copied(f"new_{table.name}", table.types, _rows(table, contents)))
            counts[table.name] = _compare(cursor, table, since)
            first += _differences(cursor, table)
            if write:
                _take(cursor, table, since)
            cursor.execute(f"DROP TABLE diff_{table.name}")
        done = Update(counts, tuple(first))
        if write and any(done.total(verb) for verb in ("opened", "replaced", "closed")):
            Edition.objects.create(
                valid_from=since, loaded_at=now(), source=source[:200], basis=basis[:200], opened=done.total("opened"),
                replaced=done.total("replaced"), closed=done.total("closed"),
            )  # fmt: skip
    return done


def _rows(table: Table, contents: Contents) -> Iterator[Sequence[Any]]:
    lines: dict[str, Iterable[Any]] = {
        "catalogues_field": contents.fields,
        "catalogues_codelist": contents.lists,
        "catalogues_code": contents.codes,
    }
    for line in lines[table.name]:
        said = [getattr(line, column) for column in table.columns]
        yield [json.dumps(one, ensure_ascii=False, sort_keys=True) if isinstance(one, dict) else one for one in said]


def _compare(cursor: Any, table: Table, since: date) -> dict[str, int]:
    """Set beside each other what holds and what comes, in a table for the next steps; how many of which verb."""
    keys = " AND ".join(f"o.{key} = n.{key}" for key in table.keys)
    old, new = (f"({', '.join(f'{one}.{value}' for value in table.values)})" for one in "on")
    cursor.execute(
        f"""CREATE TEMP TABLE diff_{table.name} ON COMMIT DROP AS
        SELECT {", ".join(f"coalesce(n.{key}, o.{key}) AS {key}" for key in table.keys)}, o.id,
          {_words("o", table)} AS before, {_words("n", table)} AS after,
          CASE WHEN o.id IS NULL THEN 'opened' WHEN n.position IS NULL THEN 'closed'
               WHEN {old} IS DISTINCT FROM {new} THEN 'replaced' ELSE 'same' END AS verb
        FROM new_{table.name} n FULL JOIN (SELECT * FROM {table.name} WHERE valid_to IS NULL
          AND {table.scope} IN (SELECT {table.scope} FROM new_{table.name})) o ON {keys}"""  # noqa: S608
    )
    _demand_later(cursor, table, since)
    cursor.execute(f"SELECT verb, count(*) FROM diff_{table.name} GROUP BY 1")  # noqa: S608
    return {"opened": 0, "replaced": 0, "closed": 0, "same": 0} | dict(cursor.fetchall())


def _words(row: str, table: Table) -> str:
    """SQL: a version in a few words, for the summary."""
    return f"concat_ws(' · ', {', '.join(f'{row}.{value}::text' for value in table.values[:4])})"


def _demand_later(cursor: Any, table: Table, since: date) -> None:
    keys = " AND ".join(f"t.{key} = d.{key}" for key in table.keys)
    cursor.execute(
        f"SELECT max(greatest(t.valid_from, coalesce(t.valid_to, t.valid_from))) FROM {table.name} t"  # noqa: S608
        f" JOIN diff_{table.name} d ON {keys} WHERE d.verb <> 'same'"
    )
    latest = cursor.fetchone()[0]
    if latest is not None and latest >= since:
        raise Invalid(
            f"Bản đang dùng áp dụng từ {format_date(latest)}; bản mới phải áp dụng từ một ngày sau đó.",
            hint="Ghi ngày áp dụng của bản mới: --from năm-tháng-ngày.",
            code="since",
        )


def _differences(cursor: Any, table: Table) -> list[Difference]:
    key = " || ' ' || ".join(table.keys)
    cursor.execute(
        f"SELECT verb, {key}, left(before, 160), left(after, 160) FROM diff_{table.name}"  # noqa: S608
        f" WHERE verb <> 'same' ORDER BY verb DESC, {', '.join(table.keys)} LIMIT {SHOWN}"
    )
    return [Difference(table.name, *row) for row in cursor.fetchall()]


def _take(cursor: Any, table: Table, since: date) -> None:
    keys = " AND ".join(f"n.{key} = d.{key}" for key in table.keys)
    cursor.execute(
        f"UPDATE {table.name} t SET valid_to = %s::date - 1 FROM diff_{table.name} d"  # noqa: S608
        " WHERE d.id = t.id AND d.verb IN ('replaced', 'closed')",
        [since],
    )
    names = ", ".join(table.columns)
    cursor.execute(
        f"INSERT INTO {table.name} ({names}, valid_from) SELECT {', '.join(f'n.{one}' for one in table.columns)}, %s"  # noqa: S608
        f" FROM new_{table.name} n JOIN diff_{table.name} d ON {keys} AND d.verb IN ('opened', 'replaced')",
        [since],
    )
    cursor.execute(
        f"UPDATE {table.name} t SET position = n.position FROM diff_{table.name} d JOIN new_{table.name} n ON {keys}"  # noqa: S608
        " WHERE d.id = t.id AND d.verb = 'same' AND t.position <> n.position"
    )
