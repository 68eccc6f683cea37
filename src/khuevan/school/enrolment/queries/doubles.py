"""What the search for records of one person asks: who is in which class now, and what forbids to make one of two."""

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from django.utils.translation import gettext as _

from khuevan.registry.identity.ports import Seat

from ..models import Enrolment, Teaching


def seats_of(people: Collection[int]) -> Mapping[int, tuple[Seat, ...]]:
    """Open places in classes of open years by person; one query."""
    rows = Enrolment.objects.filter(student_id__in=people, ends_on=None).select_related("school_class")
    rows = rows.order_by("student_id", "-year", "pk")
    return {
        person: tuple(Seat(one.school_class_id, one.school_id, one.school_class.name) for one in latest(list(own)))
        for person, own in groupby(rows, key=lambda row: row.student_id)
    }


def latest(rows: list[Enrolment]) -> list[Enrolment]:
    """Those of the latest year among a pupil's places, the latest first."""
    return [row for row in rows if row.year == rows[0].year]


def in_two_classes(winner: int, loser: int) -> Iterator[str]:
    """Whether both have an open place in a class of one year: one person cannot."""
    rows = Enrolment.objects.filter(student_id__in=(winner, loser), ends_on=None)
    for year, own in groupby(
        rows.select_related("school_class", "school").order_by("year", "pk"), lambda row: row.year
    ):
        places = list(own)
        if len({row.student_id for row in places}) == 2:
            where = ", ".join(f"{row.school_class.name} ({row.school.name})" for row in places)
            said = _("Năm học %(year)s cả hai hồ sơ đều đang học: %(where)s. Cho một hồ sơ thôi học lớp đó trước.")
            yield said % {"year": f"{year}–{year + 1}", "where": where}


def stands_in_for_self(winner: int, loser: int) -> Iterator[str]:
    """Whether one of the two stood in for the other: nobody does so for themselves."""
    both = (winner, loser)
    rows = Teaching.objects.filter(teacher_id__in=both, stands_for_id__in=both).select_related("school_class")
    for row in rows.order_by("starts_on", "pk")[:3]:
        about = {"name": row.school_class.name, "day": f"{row.starts_on:%d/%m/%Y}"}
        yield (
            _(
                "Ở lớp %(name)s, từ %(day)s một hồ sơ dạy thay hồ sơ kia, nên đây có thể là hai người."
                " Nếu nhập nhầm, bỏ lần dạy thay đó trước."
            )
            % about
        )
