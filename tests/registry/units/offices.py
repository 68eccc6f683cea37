"""What tests of units start from: the Sở, its communes, and schools of theirs."""

from datetime import date

from khuevan.registry.units.api import Area, Charter, Decree, Edge, Seat, Unit, found
from tests.personas import actor

DAY = date(2026, 2, 1)
DECREE = Decree(DAY, "QĐ 12/QĐ-UBND")
EARLIER = Decree(date(2025, 9, 1), "QĐ 1/QĐ-UBND")
REFORM = Decree(date(2025, 7, 1), "Nghị quyết 202/2025/QH15")


def sở():
    """anh Bình, who works there."""
    return actor("anh-binh")


def office(commune="27712"):
    """The People's Committee of a commune of the province."""
    return Unit.objects.get(code=f"UBND-{commune}")


def department():
    return Unit.objects.get(code="SO-80")


def school(code, *, parent=None, decree=EARLIER, levels=("02",), commune="27712"):
    """A new school of a commune."""
    area = Area.objects.get(level="commune", code=commune, valid_to=None)
    charter = Charter("school", code, f"Trường {code}", (parent or office(commune)).pk, levels, area.pk)
    return found(sở(), decree, charter)


def schools():
    """The schools of the small province."""
    return list(Unit.objects.filter(kind="school").order_by("id"))


def as_in_2024():
    """The schools of the province as on 31/12/2024: under their Phòng and old departments, in old communes."""
    ids = [one.pk for one in schools()]
    for rows in (Edge.objects.filter(child_id__in=ids), Seat.objects.filter(unit_id__in=ids)):
        rows.filter(valid_from=REFORM.on).delete()
        rows.filter(valid_to=REFORM.eve).update(valid_to=None)
    Unit.objects.filter(pk__in=ids).update(commune=None)
    return ids
