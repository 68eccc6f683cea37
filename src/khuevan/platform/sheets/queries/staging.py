"""Rows between the file and the room above: to the database with COPY and back."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from ..models import Import, Staged
from ..ports import Incoming, Target, Written
from ..rules.problems import Problem
from ..rules.rows import Found, Rows, Verdict

WRITTEN_VERDICTS = (Verdict.NEW, Verdict.CHANGED)
_CHUNK = 5_000
_COLUMNS = ("row", "verdict", "key", "group", "values", "old", "problems")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)


def stage(one: Import, rows: Rows, counted: Callable[[Iterable[Any]], Iterable[Any]] = iter) -> None:
    """Keep all rows of a dry run, in place of those kept before; ``counted`` passes them on and counts.

    COPY does not go into tables with row-level security, so it goes into a temporary one first.
    """
    Staged.objects.filter(school_id=one.school_id, part_of=one).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE sheets_incoming"
            ' ("row" int, verdict text, key bigint, "group" text, "values" jsonb, old jsonb, problems jsonb)'
            " ON COMMIT DROP"
        )
        with cursor.copy(f"COPY sheets_incoming ({_NAMES}) FROM STDIN") as copy:
            for record in counted(_records(rows)):
                copy.write_row(record)
        cursor.execute(
            f"INSERT INTO sheets_staged (school_id, part_of_id, {_NAMES}, accepted, written, made)"  # noqa: S608 - our own names
            f" SELECT %s, %s, {_NAMES}, false, false, false FROM sheets_incoming",
            [one.school_id, one.pk],
        )
        cursor.execute("DROP TABLE sheets_incoming")


def _records(rows: Rows) -> Iterator[tuple[Any, ...]]:
    codes = list(rows.values)
    columns = list(rows.values.values())
    empty_old, empty_problems = "{}", "[]"
    for index, cells in enumerate(zip(*columns, strict=True)):
        values = {code: cell for code, cell in zip(codes, cells, strict=True) if cell is not None}
        old, found = rows.old.get(index), rows.problems.get(index)
        yield (
            rows.numbers[index],
            rows.verdicts[index].value,
            rows.keys[index],
            rows.groups[index][:40],
            json.dumps(values, ensure_ascii=False),
            json.dumps(old, ensure_ascii=False) if old else empty_old,
            json.dumps([_problem_json(one) for one in found], ensure_ascii=False) if found else empty_problems,
        )


def _problem_json(found: Found) -> dict[str, Any]:
    return {**problem_json(found.problem), "field": found.field, "column": found.column}


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as it is kept, untranslated."""
    return asdict(problem)


def problem_of(kept: dict[str, Any]) -> Problem:
    """A problem that was kept."""
    return Problem(kept["what"], kept["how"], kept["values"], kept["level"])


def rows_of(one: Import, target: Target, *, writing: bool = False) -> Rows:
    """The rows of a dry run again: all, or for ``writing`` those that will be written, without their problems."""
    layout = target.layout
    rows = Rows(layout, "", [], one.columns)
    inner = {field.code for field in layout.fields if field.inner}
    columns: dict[str, list[Any]] = {code: [] for code in {*one.columns, layout.section, *inner} - {""}}
    for kept in _kept(one, writing):
        index = len(rows.numbers)
        rows.numbers.append(kept.row)
        rows.groups.append(kept.group)
        rows.verdicts.append(Verdict(kept.verdict))
        rows.keys.append(kept.key)
        for code, column in columns.items():
            column.append(kept.values.get(code))
        if kept.old:
            rows.old[index] = kept.old
        if kept.problems and not writing:
            rows.problems[index] = [Found(problem_of(each), each["field"], each["column"]) for each in kept.problems]
    rows.values = columns
    rows.nothing = [None] * len(rows.numbers)
    rows.stops = [problem_of(stop) for stop in one.stops]
    return rows


def _kept(one: Import, writing: bool) -> Iterator[Staged]:
    found = Staged.objects.filter(school_id=one.school_id, part_of=one).order_by("row")
    return (to_write(found) if writing else found).iterator(_CHUNK)


def to_write(rows: QuerySet[Staged]) -> QuerySet[Staged]:
    """Of some rows, those that an import writes: new, changed, and doubtful ones that somebody accepted."""
    return rows.filter(Q(verdict__in=WRITTEN_VERDICTS) | Q(verdict=Verdict.DOUBTFUL, accepted=True))


def incoming(rows: Rows) -> Iterator[Incoming]:
    """The rows as a target takes them."""
    for index, number in enumerate(rows.numbers):
        yield Incoming(number, rows.keys[index], rows.row(index), rows.old.get(index, {}))


def mark_written(one: Import, written: Iterable[Written]) -> int:
    """Keep what every row became; how many there are."""
    with connection.cursor() as cursor:
        cursor.execute('CREATE TEMP TABLE sheets_written ("row" int, key bigint) ON COMMIT DROP')
        with cursor.copy('COPY sheets_written ("row", key) FROM STDIN') as copy:
            for answer in written:
                copy.write_row((answer.row, answer.key))
        cursor.execute(
            "UPDATE sheets_staged s SET made = s.key IS NULL, key = w.key, written = true FROM sheets_written w"
            ' WHERE s.school_id = %s AND s.part_of_id = %s AND s."row" = w."row"',
            [one.school_id, one.pk],
        )
        count = cursor.rowcount
        cursor.execute("DROP TABLE sheets_written")
    return count


def written_rows(one: Import) -> Iterator[Incoming]:
    """What an import wrote, the last row first."""
    found = Staged.objects.filter(school_id=one.school_id, part_of=one, written=True).order_by("-row")
    for kept in found.iterator(_CHUNK):
        yield Incoming(kept.row, kept.key, kept.values, kept.old, kept.made)
