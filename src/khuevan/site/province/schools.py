"""Schools with plausible names in real communes, and whom they belonged to when."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import connection

from .dice import Dice
from .names import DATA
from .plans import LOWER, PRESCHOOL, PRIMARY, UPPER, SchoolPlan
from .records import EdgeRow, SeatRow, UnitRow

PROVINCE = "80"
SEAT = "27712"
"""Phường Tân An."""
MERGED, CLOSED = date(2025, 7, 1), date(2025, 6, 30)
LAST_OF_OLD_TAY_NINH = "25732"
"""Commune codes up to here lay in Tây Ninh before the merger, the others in Long An."""

_FIRST = {
    LOWER: ("THCS Nguyễn Đình Chiểu", "THCS Lê Quý Đôn"),
    PRIMARY: ("Trường Tiểu học Võ Thị Sáu", "Trường Tiểu học Kim Đồng"),
    PRESCHOOL: ("Trường Mầm non Hoa Sen",),
    UPPER: ("THPT Nguyễn Thông",),
}
_PEOPLE = (
    "Nguyễn Trãi", "Lê Lợi", "Trần Hưng Đạo", "Nguyễn Huệ", "Lý Thường Kiệt", "Phan Bội Châu",
    "Phan Chu Trinh", "Chu Văn An", "Nguyễn Du", "Nguyễn Thái Bình", "Trương Định", "Nguyễn Trung Trực",
    "Huỳnh Văn Đảnh", "Hoàng Lê Kha", "Lê Duẩn", "Trần Phú", "Hùng Vương", "Nguyễn An Ninh", "Nguyễn Hữu Thọ",
    "Lê Anh Xuân", "Trần Văn Giàu", "Nguyễn Thị Minh Khai", "Tôn Đức Thắng", "Lương Thế Vinh",
    "Nguyễn Khuyến", "Bùi Thị Xuân", "Lê Hồng Phong", "Võ Văn Tần", "Quang Trung",
)  # fmt: skip
_FLOWERS = (
    "Hướng Dương",
    "Hoa Mai",
    "Sơn Ca",
    "Tuổi Thơ",
    "Hoạ Mi",
    "Măng Non",
    "Hoa Hồng",
    "Bình Minh",
    "Tuổi Ngọc",
    "Vành Khuyên",
)
_WORDS = {PRESCHOOL: "Trường Mầm non", PRIMARY: "Trường Tiểu học", LOWER: "THCS", UPPER: "THPT"}
_STREETS = (
    "Nguyễn Đình Chiểu",
    "Hùng Vương",
    "30 Tháng 4",
    "Cách Mạng Tháng Tám",
    "Trần Hưng Đạo",
    "Quốc lộ 1",
    "Tỉnh lộ 825",
)

_WARDS = """
SELECT new.code, district.code, new.id,
  coalesce(array_agg(old.id ORDER BY old.code) FILTER (WHERE s.main), array_agg(old.id ORDER BY old.code))
FROM units_areasuccession s JOIN units_area old ON old.id = s.old_id
JOIN units_area district ON district.id = old.parent_id
JOIN units_area new ON new.id = s.new_id JOIN units_area province ON province.id = new.parent_id
WHERE province.code = %s GROUP BY new.code, new.id, district.code"""


@dataclass(frozen=True)
class School:
    """A school of the province: its unit, its plan and where it lies."""

    id: int
    name: str
    level: str
    commune: str
    place: str
    plan: SchoolPlan
    rows: tuple[UnitRow | EdgeRow | SeatRow, ...]


class Places:
    """The communes of the province and the units above its schools, as the database has them."""

    def __init__(self, dice: Dice, first_unit: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT code, full_name FROM units_commune WHERE province_id = %s ORDER BY code", [PROVINCE])
            self.names: dict[str, str] = dict(cursor.fetchall())
            cursor.execute("SELECT code, id FROM units_unit")
            self.units: dict[str, int] = dict(cursor.fetchall())
            cursor.execute(_WARDS, [PROVINCE])
            self.wards = {(commune, district): (new, wards) for commune, district, new, wards in cursor.fetchall()}
        with (DATA / "former_districts.csv").open(encoding="utf-8") as file:
            self.districts = {row["commune"]: row["district"] for row in csv.DictReader(file)}
        self.next_unit = first_unit
        self.taken: set[str] = set()
        self.serials: dict[tuple[str, str], int] = {}
        codes = list(self.names)
        pairs = list(pairwise(codes))[codes.index(SEAT) % 2 :: 2]
        rest = [pair for pair in pairs if pair[0] != SEAT]
        self.pairs = [(SEAT, codes[codes.index(SEAT) + 1]), *dice.py.sample(rest, len(rest))]

    def communes(self, neighbourhood: int) -> tuple[str, str]:
        """The two communes in which a neighbourhood's schools lie; neighbours mostly have neighbouring codes."""
        return self.pairs[neighbourhood % len(self.pairs)]

    def school(self, plan: SchoolPlan, commune: str, dice: Dice) -> School:
        """Found a school in a commune."""
        number, self.next_unit = self.next_unit, self.next_unit + 1
        serial = self.serials[commune, plan.level] = self.serials.get((commune, plan.level), 0) + 1
        name, place = self._name(plan.level, commune, dice), self.names[commune]
        address = f"{dice.py.randint(2, 480)} {dice.py.choice(_STREETS)}, {place}, Tỉnh Tây Ninh"
        founded = date(dice.py.randint(1976, 2012), 8, dice.py.randint(1, 28))
        code = f"{PROVINCE}{commune}{plan.level}{serial:02d}"
        unit = UnitRow(number, dice.uid(number), code, "school", name, plan.level, commune, address, founded, None)
        rows = (
            unit,
            *self._edges(number, plan.level, commune, founded),
            *self._seats(number, commune, founded, serial),
        )
        return School(number, name, plan.level, commune, place, plan, rows)

    def _seats(self, school: int, commune: str, founded: date, serial: int) -> Iterator[SeatRow]:
        """In one of the old communes that became this one, and in this one since."""
        new, wards = self.wards[commune, self.districts[commune]]
        yield SeatRow(school, wards[serial % len(wards)], max(founded, date(2004, 1, 1)), CLOSED)
        yield SeatRow(school, new, MERGED, None)

    def _edges(self, school: int, level: str, commune: str, founded: date) -> Iterator[EdgeRow]:
        """Upper secondary schools belong to the Sở; the others did to a Phòng and do to a commune since 1/7/2025."""
        if level == UPPER:
            old = "SO-72-2004" if commune <= LAST_OF_OLD_TAY_NINH else "SO-80-2004"
            new = f"SO-{PROVINCE}"
        else:
            old, new = f"PGD-{self.districts[commune]}", f"UBND-{commune}"
        yield EdgeRow(school, self.units[old], max(founded, date(2004, 1, 1)), CLOSED)
        yield EdgeRow(school, self.units[new], MERGED, None)

    def _name(self, level: str, commune: str, dice: Dice) -> str:
        place = self.names[commune].split(" ", 1)[1]
        given = [name for name in _FIRST[level] if name not in self.taken]
        pool = _FLOWERS if level == PRESCHOOL else _PEOPLE
        names = given or [f"{_WORDS[level]} {name}" for name in dice.py.sample(pool, len(pool))]
        names += [f"{_WORDS[level]} {place}", *(f"{_WORDS[level]} {place} {letter}" for letter in "ABCDEFGHIK")]
        name = next(name for name in names if name not in self.taken)
        self.taken.add(name)
        return name
