"""What schools have filled in of profiles: most of it, with gaps that differ from school to school."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from khuevan.kernel import clock
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit
from khuevan.school.profiles.api import count_schools

from .dice import Dice
from .people import Human
from .records import ProfileRow
from .school_years import ZONE
from .schools import PROVINCE, School

BY = "Nạp dữ liệu ban đầu"
_FILLED = datetime(2026, 5, 25, 8, 0, tzinfo=ZONE)
_COUNTED = datetime(2026, 5, 29, 3, 41, tzinfo=ZONE)
_STREETS = ("Nguyễn Trãi", "Trần Hưng Đạo", "Hùng Vương", "Lê Lợi", "Nguyễn Huệ", "Cách Mạng Tháng Tám", "30 Tháng 4")
_JOBS = ("Nông dân", "Công nhân", "Buôn bán", "Viên chức", "Thợ may", "Lái xe", "Tự do")
_POOR, _DISABLED, _STARTED = 0.03, 0.008, 0.93
_YES, _NO = "1", "0"


def profile_rows(schools: Iterable[School], people: Iterable[Human], dice: Dice) -> Iterator[ProfileRow]:
    """Profiles of those who are at a school now; every school fills in another share of the answers."""
    homes = {school.id: (school.place, 0.86 + dice.py.random() * 0.13) for school in schools}
    for one in people:
        for a in one.affiliations:
            if a.kind != "guardian" and a.valid_to is None and a.school_id in homes and dice.chance(_STARTED):
                place, share = homes[a.school_id]
                said = _pupil(place, dice) if a.kind == "pupil" else _staff(place, a.valid_from, dice)
                kept = {code: value for code, value in said.items() if value and dice.chance(share)}
                values = json.dumps(kept, ensure_ascii=False)
                yield ProfileRow(a.school_id, one.number, a.kind, values, _FILLED, BY)


def _address(place: str, dice: Dice) -> str:
    return f"{dice.py.randint(1, 240)} {dice.py.choice(_STREETS)}, {place}"


def _pupil(place: str, dice: Dice) -> dict[str, str]:
    return {
        "DchiThtru": _address(place, dice),
        "MaTthanhThtru": PROVINCE,
        "NgheNghiepBo": dice.py.choice(_JOBS),
        "NgheNghiepMe": dice.py.choice(_JOBS),
        "KhuyetTat": _YES if dice.chance(_DISABLED) else _NO,
        "IsHoNgheo": _YES if dice.chance(_POOR) else _NO,
        "BanTru": _YES if dice.chance(0.25) else _NO,
    }


def _staff(place: str, since: date, dice: Dice) -> dict[str, str]:
    return {
        "DchiThtru": _address(place, dice),
        "MaTthanhThtru": PROVINCE,
        "NgayTuyenDung": since.isoformat(),
        "NgayVaoNghe": since.isoformat(),
        "IsCoCcBoiDuongChucDanhNgheNghiep": _YES if dice.chance(0.8) else _NO,
        "MaKhungNlucNngu": dice.py.choice(("", "", "02", "03", "04")),
        "DoanVien": _YES if dice.chance(0.3) else _NO,
    }


def count_profiles() -> None:
    """The scores, as in the night before the story's day."""
    schools = frozenset(Unit.objects.filter(kind="school").values_list("pk", flat=True))
    with clock.frozen(_COUNTED), acting(Scope("staff", schools)):
        count_schools(schools)
