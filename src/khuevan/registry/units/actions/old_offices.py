"""The department and the Phòng of an old province, made from the map where a list of schools names them."""

from collections.abc import Iterable, Mapping

from django.utils.timezone import now

from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import fold

from ..models import Area, AreaSuccession, Edge, Unit, UnitEvent, UnitSuccession
from ..rules.gazetteer import tokens_of
from ..rules.structure import LAST_DAY_OF_DISTRICTS, LONG_AGO

_OFFICE = ("phong giao duc va dao tao", "phong giao duc dao tao", "phong gd dt", "phong gddt")
_SPAN = {"valid_from": LONG_AGO, "valid_to": LAST_DAY_OF_DISTRICTS}
_LIFE = {"opened_on": LONG_AGO, "closed_on": LAST_DAY_OF_DISTRICTS}


def old_department(province: str) -> tuple[Unit, Unit]:
    """The department of an old province (two digits) and the one of today that goes on from it. Raises ``NotFound``."""
    area = Area.objects.filter(level="province", code=province).exclude(valid_to=None).first()
    if area is None:
        raise NotFound(f"Không có tỉnh cũ mã “{province}”.", hint="Dùng mã hai chữ số trước 1/7/2025, ví dụ 19.")
    heir = AreaSuccession.objects.filter(old__parent__parent=area).values_list("new__parent__code", flat=True)[0]
    today = Unit.objects.get(code=f"SO-{heir}")
    found = Unit.objects.filter(code=f"SO-{province}-2004").first()
    return found or _department(area, today), today


def _department(area: Area, today: Unit) -> Unit:
    name = area.full_name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    code, kind = f"SO-{area.code}-2004", Unit.Kind.DEPARTMENT
    unit = Unit.objects.create(code=code, kind=kind, name=f"Sở GD&ĐT {name} (đến 30/6/2025)", **_LIFE)
    Edge.objects.create(child=unit, parent=Unit.objects.get(kind="ministry"), **_SPAN)
    merged = {"kind": "merge", "effective_on": today.opened_on, "decision": "Nghị quyết 202/2025/QH15"}
    event = UnitEvent.objects.create(recorded_at=now(), by="Dữ liệu ban đầu", **merged)
    UnitSuccession.objects.create(event=event, before=unit, after=today)
    return unit


def old_offices(department: Unit, province: str, names: Iterable[str]) -> Mapping[str, Unit]:
    """By what a list calls them: the Phòng of that district, or the department for anything else.

    A Phòng whose district was no more in June 2025 (Quận 2 of TP.HCM) is made with the name that the list gives it.
    """
    districts = list(Area.objects.filter(level="district", parent__code=province).exclude(valid_to=None))
    known = dict(Unit.objects.filter(kind="district").values_list("code", "pk"))
    units: dict[str, Unit] = {}
    found: dict[str, Unit] = {}
    for said in sorted(set(names)):
        office = _office_of(said, districts)
        if office is None:
            found[said] = department
            continue
        code, name = office
        if code not in units:
            units[code] = Unit.objects.get(pk=known[code]) if code in known else _phòng(code, name, department)
        found[said] = units[code]
    return found


def _phòng(code: str, name: str, department: Unit) -> Unit:
    unit = Unit.objects.create(code=code, kind=Unit.Kind.DISTRICT, name=name, **_LIFE)
    Edge.objects.create(child=unit, parent=department, **_SPAN)
    return unit


def _office_of(said: str, districts: Iterable[Area]) -> tuple[str, str] | None:
    """Code and name of the Phòng that a list means by a district's code or by words; ``None``: no Phòng."""
    plain = _plain(said)
    start = next((one for one in _OFFICE if plain.startswith(one)), "")
    rest = plain.removeprefix(start).strip()
    for area in districts:
        whole = _plain(area.full_name)
        stem = whole.split(" ", 2 if whole.startswith(("thanh pho", "thi xa")) else 1)[-1]
        if said == area.code or (start and rest in (whole, stem)):
            return f"PGD-{area.code}", f"Phòng GD&ĐT {area.full_name}"
    return (f"PGD-{fold(rest).replace(' ', '-')}"[:20], said) if start and rest else None


def _plain(text: str) -> str:
    return " ".join(token.plain for token in tokens_of(text.replace("&", " ")))
