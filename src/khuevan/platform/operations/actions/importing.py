"""Take one school in from a file, under the identities it had: all of it, or nothing."""

from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.platform.signing.api import trust_anchors
from khuevan.platform.transparency.api import alterations, is_published
from khuevan.registry.files.api import storage
from khuevan.registry.units.api import Unit

from ..adapters.parcel import FORMAT, Unpacking
from ..queries.belongings import OF_LIBRARIES, Model, columns, own_models
from .exporting import schema

SHOWN = 10
NAMES = ("uid", "username", "code")
PUBLISHED = ("transparency_leaf", "transparency_schoolroot")


@dataclass(frozen=True)
class Imported:
    """What came in. ``known`` rows were there already; ``unknown_trust``: certificates that nobody trusts here yet."""

    school: str
    new: int
    known: int
    files: int
    with_publications: bool
    unknown_trust: int


@dataclass(frozen=True)
class Arriving:
    """A table of the parcel."""

    model: Model
    own: bool
    columns: list[str]

    @property
    def table(self) -> str:
        """Its name."""
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        """The column of its primary key."""
        return str(self.model._meta.pk.column)

    @property
    def identity(self) -> list[str]:
        """What must agree: every column of the school's own row; of a shared one, what tells whose or what it is."""
        if self.own:
            return self.columns
        names = reversed(NAMES) if getattr(self.model, "catalogue", False) else NAMES
        named = [name for name in names if name in self.columns][:1]
        return named or [one.column for one in self.model._meta.local_fields if one.is_relation]


def import_school(file: IO[bytes]) -> Imported:
    """Compare everything first, then insert what is missing, then check the ledger. To be called as the owner.

    Rows keep their ids: the ledger's hashes are about them. Raises ``ParcelDamaged``, ``Invalid`` for another schema,
    ``Conflict`` where anything here is in the way or the ledger does not hold.
    """
    parcel = Unpacking(file)
    _require_same_schema(parcel)
    _require_same_school(parcel)
    published = _is_published(parcel)
    arriving = [_arriving(one) for one in parcel.about["tables"] if published or one["name"] not in PUBLISHED]
    for digest in parcel.about["files"]:
        storage().put(parcel.file(digest))
    try:
        with transaction.atomic():
            new, known = _take_in(parcel, arriving)
            _require_whole(parcel)
    except IntegrityError as error:
        raise _conflict([str(error).strip().replace("\n", " ")]) from error
    ours = set(trust_anchors().anchors)
    unknown = sum(one not in ours for one in parcel.certificates())
    return Imported(parcel.about["school"]["name"], new, known, len(parcel.about["files"]), published, unknown)


def _take_in(parcel: Unpacking, arriving: list[Arriving]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for one in arriving:
            cursor.execute(f'CREATE TEMP TABLE "new_{one.table}" (LIKE "{one.table}") ON COMMIT DROP')
            with cursor.copy(f'COPY "new_{one.table}" ({_list(one.columns)}) FROM STDIN') as copy:
                for chunk in parcel.chunks(one.table):
                    copy.write(chunk)
        differing = [found for one in arriving if (found := _differing(cursor, one))]
        if differing:
            raise _conflict(differing)
        new = sum(_insert(cursor, one) for one in arriving)
    return new, sum(table["rows"] for table in parcel.about["tables"] if _is_in(table, arriving)) - new


def _differing(cursor: Any, one: Arriving) -> str:
    """What stands in the way in a table, in words, or nothing."""
    ours, theirs = (", ".join(f'{side}."{name}"' for name in one.identity) for side in ("t", "n"))
    if not one.identity:
        return ""
    cursor.execute(
        f'SELECT n."{one.key}"::text FROM "new_{one.table}" n JOIN "{one.table}" t USING ("{one.key}") '  # noqa: S608 - our own names
        f'WHERE ROW({ours}) IS DISTINCT FROM ROW({theirs}) ORDER BY n."{one.key}"'
    )
    keys = [row[0] for row in cursor.fetchall()]
    some = ", ".join(keys[:SHOWN]) + (" …" if len(keys) > SHOWN else "")
    return f"bảng {one.table}: {len(keys)} dòng ở đây khác ({one.key} {some})" if keys else ""


def _insert(cursor: Any, one: Arriving) -> int:
    """Insert the rows that are not there; how many. Numbers given later start after theirs."""
    names = _list(one.columns)
    cursor.execute(
        f'INSERT INTO "{one.table}" ({names}) SELECT {names} FROM "new_{one.table}" n '  # noqa: S608 - our own names
        f'WHERE NOT EXISTS (SELECT FROM "{one.table}" t WHERE t."{one.key}" = n."{one.key}")'
    )
    count = int(cursor.rowcount)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [one.table, one.key])
    if count and (sequence := cursor.fetchone()[0]):
        last = f'(SELECT max("{one.key}") FROM "{one.table}"), (SELECT last_value FROM {sequence})'  # noqa: S608
        cursor.execute(f"SELECT setval(%s, greatest({last}))", [sequence])
    return count


def _require_whole(parcel: Unpacking) -> None:
    """The chain of every book, the published roots and the books themselves must agree, as far as they did there."""
    known = set(parcel.about["altered"])
    found = [f"{one.where}: {one.what}" for one in alterations(parcel.about["school"]["id"])]
    if fresh := [one for one in found if one not in known]:
        raise _conflict([f"sổ cái không khớp: {one}" for one in fresh[:SHOWN]])


def _require_same_school(parcel: Unpacking) -> None:
    """Catalogues number their units alike everywhere, schools are told by their address, too."""
    school = parcel.about["school"]
    for one in Unit.objects.filter(Q(pk=school["id"]) | Q(uid=school["uid"]) | Q(code=school["code"])):
        if (one.pk, str(one.uid), one.code) != (school["id"], school["uid"], school["code"]):
            raise _conflict([f"ở đây số {one.pk}, mã {one.code} là {one.name}, một đơn vị khác"])


def _require_same_schema(parcel: Unpacking) -> None:
    if parcel.about["format"] != FORMAT or parcel.about["schema"] != schema():
        raise Invalid(
            "Tệp này do một phiên bản Khuê Văn khác xuất ra.",
            hint="Nâng cấp hai bên lên cùng phiên bản (khuevan migrate), rồi xuất và nạp lại.",
            code="other_schema",
        )


def _is_published(parcel: Unpacking) -> bool:
    """Whether what the school published before, if anything, was published here; elsewhere it is another log."""
    last = parcel.about["published"]
    return last is None or is_published(parcel.about["school"]["uid"], *last)


def _arriving(table: dict[str, Any]) -> Arriving:
    models = {model._meta.db_table: model for model in apps.get_models()}
    model = models.get(table["name"])
    own = model in own_models()
    if model is None or own != table["own"] or table["columns"] != columns(model) or not _may_travel(model):
        raise Invalid(f"Bảng {table['name']} không được phép có trong tệp của một trường.", code="odd_table")
    return Arriving(model, own, columns(model))


def _may_travel(model: Model) -> bool:
    """Only the product's own tables and the second steps of log-in."""
    return model.__module__.startswith("khuevan.") or model._meta.label in OF_LIBRARIES


def _is_in(table: dict[str, Any], arriving: list[Arriving]) -> bool:
    return any(one.table == table["name"] for one in arriving)


def _list(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _conflict(reasons: list[str]) -> Conflict:
    return Conflict(
        "Không nạp được trường này: " + "; ".join(reasons) + ".",
        hint="Chưa có gì thay đổi. Nạp vào bản cài đặt chưa có trường này, hoặc nơi dữ liệu của nó vẫn như lúc xuất.",
        code="school_conflict",
    )
