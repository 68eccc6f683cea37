"""What stands at the head of every paper of a school."""

from dataclasses import dataclass
from datetime import date

from khuevan.kernel.dates import year_label
from khuevan.registry.units.api import Edge, Unit
from khuevan.school.enrolment.api import SchoolClass

TT22 = "Thông tư 22/2021/TT-BGDĐT"
TT27 = "Thông tư 27/2020/TT-BGDĐT"
PRINCIPAL = ("Hiệu trưởng", "")


@dataclass(frozen=True)
class School:
    """A school, the unit above it, and the place that stands before a date."""

    name: str
    authority: str
    place: str

    def place_date(self, day: date) -> str:
        """``Xã Tân Phú, ngày 05 tháng 09 năm 2025``."""
        return f"{self.place}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}".lstrip(", ")


def school_of(school_id: int) -> School:
    """Two queries."""
    unit = Unit.objects.select_related("commune").get(pk=school_id)
    above = Edge.objects.filter(child_id=school_id, kind="runs", valid_to=None)
    authority = above.values_list("parent__name", flat=True).first() or ""
    return School(unit.name, authority, unit.commune.name if unit.commune else "")


def where(school_class: SchoolClass) -> str:
    """``Lớp 7A · Năm học 2025–2026``."""
    return f"Lớp {school_class.name} · Năm học {year_label(school_class.year)}"


def homeroom(school_class: SchoolClass) -> str:
    """The name of the homeroom teacher, "" where there is none."""
    return school_class.homeroom.full_name if school_class.homeroom else ""
