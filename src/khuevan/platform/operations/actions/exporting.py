"""Write one school with everything that is its own, and what that points to, into a file."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.db import connection, transaction

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.clock import now
from khuevan.platform.signing.api import trust_anchors
from khuevan.platform.transparency.api import alterations, last_published
from khuevan.registry.files.api import File, storage
from khuevan.registry.units.api import Unit

from ..adapters.parcel import Packing
from ..queries.belongings import Belongings, Model, belongings, columns

STEPS = "SELECT string_agg(app || '.' || name, ',' ORDER BY app, name) FROM django_migrations"


@dataclass(frozen=True)
class Exported:
    """What went into the file."""

    school: str
    rows: int
    tables: int
    files: int
    altered: tuple[str, ...]


def export_school(school: Unit, file: IO[bytes]) -> Exported:
    """One school in one snapshot, while everybody works on. To be called as the owner of the tables."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        altered = [f"{one.where}: {one.what}" for one in alterations(school.pk)]
        packing = Packing(file)
        _pack_tables(packing, belongings(school.pk))
        for digest in sorted(set(File.objects.filter(school=school).values_list("sha256", flat=True))):
            packing.file(digest, storage().get(digest))
        for number, certificate in enumerate(trust_anchors().anchors):
            packing.certificate(number, certificate)
        packing.close(_about(school, altered))
    rows = sum(table["rows"] for table in packing.tables)
    return Exported(school.name, rows, len(packing.tables), len(packing.files), tuple(altered))


def schema() -> str:
    """A digest of all migrations that were applied."""
    with connection.cursor() as cursor:
        cursor.execute(STEPS)
        return sha256_hex(cursor.fetchone()[0])


def _about(school: Unit, altered: list[str]) -> dict[str, Any]:
    return {
        "made": now().isoformat(),
        "schema": schema(),
        "school": {"id": school.pk, "uid": str(school.uid), "code": school.code, "name": school.name},
        "published": last_published(school.pk),
        "altered": altered,
    }


def _pack_tables(packing: Packing, found: Belongings) -> None:
    for model in found.own:
        _pack(packing, model, True, "school_id = %s", [found.school_id])
    for model, keys in found.shared.items():
        _pack(packing, model, False, f'"{model._meta.pk.column}" = any(%s)', [list(keys)])


def _pack(packing: Packing, model: Model, own: bool, condition: str, values: list[Any]) -> None:
    names, blank = columns(model), getattr(model, "kept_by_database", ())
    chosen = ", ".join(f"'{{}}' AS \"{name}\"" if name in blank else f'"{name}"' for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {condition}', values)  # noqa: S608 - our own names
        rows = int(cursor.fetchone()[0])
    if rows:
        query = f'SELECT {chosen} FROM "{table}" WHERE {condition} ORDER BY "{model._meta.pk.column}"'  # noqa: S608 - our own names
        packing.table(table, own, names, rows, _copied_out(query, values))


def _copied_out(query: str, values: list[Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT", values) as copy:
        for chunk in copy:
            yield bytes(chunk)


def as_bytes(school: Unit) -> tuple[bytes, Exported]:
    """The same in memory, to be sealed."""
    buffer = io.BytesIO()
    done = export_school(school, buffer)
    return buffer.getvalue(), done
