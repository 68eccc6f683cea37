"""People of a school: those of a line of the to-do list, those whose name is looked for, one with all that is held."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.dates import PartialDate
from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import fold

from .facts import facts
from .lines import Line, lines_on


@dataclass(frozen=True)
class Known:
    """Somebody in a list."""

    id: int
    uid: UUID
    name: str
    birth: PartialDate | None
    place: str
    number: str
    sex: int

    @property
    def birth_year(self) -> int | None:
        return self.birth.year if self.birth else None


_KNOWN = "id, uid, name, birth_year, birth_month, birth_day, coalesce(place, ''), coalesce(number, ''), sex"
_ORDER = "ORDER BY grade NULLS LAST, length(place), place, sort_key, id"


def line_by_key(kind: str, key: str) -> Line:
    """A line of the list of today. Raises ``NotFound``."""
    for line in lines_on(kind, today()).all:
        if line.key == key:
            return line
    raise NotFound(
        _("Không có việc này trong danh sách."), hint=_("Danh mục có thể đã đổi; hãy mở lại danh sách việc.")
    )


def count_on(school_id: int, kind: str, line: Line) -> int:
    """How many people a line is about; three queries with its parameters."""
    return int(_ask(school_id, kind, f"SELECT count(*) FROM facts WHERE {line.sql}")[0][0])  # noqa: S608


def people_on(school_id: int, kind: str, line: Line, first: int, most: int) -> list[Known]:
    """A page of the people whom a line is about, by class."""
    sql = f"SELECT {_KNOWN} FROM facts WHERE {line.sql} {_ORDER} OFFSET %(first)s LIMIT %(most)s"  # noqa: S608
    return [_known(row) for row in _ask(school_id, kind, sql, first=first, most=most)]


def people_named(school_id: int, kind: str, text: str, most: int) -> list[Known]:
    """People whose name, code or number holds all words."""
    where = "id IN (SELECT p.id FROM people_person p WHERE p.search_key LIKE ALL(%(words)s)) OR code = %(text)s"
    words = [f"%{_plain(word)}%" for word in fold(text).split()]
    sql = f"SELECT {_KNOWN} FROM facts WHERE {where} OR number = %(text)s OR moet = %(text)s {_ORDER} LIMIT %(most)s"  # noqa: S608
    return [_known(row) for row in _ask(school_id, kind, sql, words=words, text=text, most=most)]


def holdings(school_id: int, kind: str, uid: UUID) -> dict[str, Any]:
    """Everything that is held about one person, as a row of ``facts``. Raises ``NotFound``. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{facts(kind)} SELECT * FROM facts WHERE uid = %(uid)s OR id = (SELECT merged_into_id FROM people_person"  # noqa: S608
            " WHERE uid = %(uid)s)",
            {"schools": [school_id], "kind": kind, "uid": uid},
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFound(
                _("Không tìm thấy hồ sơ này."), hint=_("Không có, đã rời trường, hoặc ngoài phạm vi của thầy cô.")
            )
        found = dict(zip((column.name for column in cursor.description), row, strict=True))
    return found | {"said": json.loads(found["said"])}


def _ask(school_id: int, kind: str, sql: str, **more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{facts(kind)} {sql}", lines_on(kind, today()).params | {"schools": [school_id]} | more)
        return cursor.fetchall()


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _known(row: tuple[Any, ...]) -> Known:
    birth = PartialDate(*row[3:6]) if row[3] else None
    return Known(row[0], row[1], row[2], birth, row[6], row[7], row[8])


_NEXT = """, ordered AS (SELECT *, row_number() OVER ({order}) AS n FROM facts)
SELECT uid FROM ordered, (SELECT coalesce(max(n), 0) AS here FROM ordered WHERE uid = %(uid)s) AS h
WHERE ({lacks}) AND n <> here ORDER BY n < here, n LIMIT 1"""


def next_lacking(school_id: int, kind: str, uid: UUID, key: str = "") -> UUID | None:
    """Who comes after somebody, in the order of the lists, among those of a line, or among all who lack something.

    Behind the last it begins anew; ``None`` where nobody else is left. Three queries.
    """
    lines = lines_on(kind, today()).all
    wanted = [line for line in lines if line.key == key] or lines
    sql = _NEXT.format(order=_ORDER, lacks=" OR ".join(f"({line.sql})" for line in wanted))
    with connection.cursor() as cursor:
        params = lines_on(kind, today()).params | {"schools": [school_id], "uid": uid}
        cursor.execute(facts(kind) + sql, params)
        row = cursor.fetchone()
    return row[0] if row else None
