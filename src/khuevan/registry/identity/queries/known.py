"""What is known of people, to compare them: two queries, however many they are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from khuevan.kernel.dates import PartialDate

from ..ports import Seat, seats
from ..rules.likeness import Side

_FACTS = """
SELECT p.id, p.uid, p.code, p.full_name, p.birth_year, p.birth_month, p.birth_day, p.sex, p.phone, p.ethnicity,
  p.birth_place, p.school_ids, p.merged_into_id,
  (SELECT array_agg(ARRAY[x.kind, x.value] ORDER BY x.id) FROM people_externalid x
    WHERE x.person_id = p.id AND x.valid_to IS NULL),
  (SELECT array_agg(ARRAY[q.full_name, q.phone, g.relation] ORDER BY g.id) FROM people_guardianship g
    JOIN people_person q ON q.id = g.guardian_id WHERE g.student_id = p.id AND g.valid_to IS NULL)
FROM people_person p WHERE """


@dataclass(frozen=True)
class Known:
    """Somebody with what a comparison needs; ``guardians`` are (name, phone, relation)."""

    id: int
    uid: UUID
    code: str
    side: Side
    ethnicity: str
    birth_place: str
    school_ids: tuple[int, ...]
    merged_into: int | None
    numbers: tuple[tuple[str, str], ...]
    guardians: tuple[tuple[str, str, str], ...]
    seats: tuple[Seat, ...]

    @property
    def name(self) -> str:
        return self.side.full_name

    @property
    def birth(self) -> PartialDate | None:
        return PartialDate(*self.side.birth) if self.side.birth else None


def known(people: Collection[int]) -> dict[int, Known]:
    """Those of ``people`` whom the transaction may see, by id."""
    return {one.id: one for one in found("p.id = ANY(%(ids)s)", {"ids": list(people)})} if people else {}


def found(condition: str, values: dict[str, Any]) -> list[Known]:
    """People under an SQL condition of ours on ``p``."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS + condition, values)
        rows = cursor.fetchall()
    where = seats([row[0] for row in rows])
    return [_known(row, where.get(row[0], ())) for row in rows]


def _known(row: Sequence[Any], where: tuple[Seat, ...]) -> Known:
    numbers = tuple((kind, value) for kind, value in row[13] or ())
    guardians = tuple((name, phone, relation) for name, phone, relation in row[14] or ())
    side = Side(
        full_name=row[3],
        birth=tuple(row[4:7]) if row[4] else None,  # type: ignore[arg-type]
        sex=row[7],
        phone=row[8],
        guardians=tuple((name, phone) for name, phone, _relation in guardians),
        numbers=frozenset(numbers),
        classes=frozenset(seat.id for seat in where),
    )
    return Known(row[0], row[1], row[2], side, row[9], row[10], tuple(row[11]), row[12], numbers, guardians, where)
