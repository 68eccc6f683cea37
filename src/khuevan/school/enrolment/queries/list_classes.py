"""Classes of the working year as a list knows them."""

import re
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.errors import NotFound
from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Record, Rows, refuse_twice

from ..models import SchoolClass
from .named_staff import Staff, settle_teachers, staff_of
from .years import working_year

_GRADE = re.compile(r"(1[0-2]|[1-9])(?!\d)")


def class_key(name: str) -> str:
    """The same for ``7A``, ``7 a`` and ``Lớp 7A``."""
    return fold(name).replace(" ", "").removeprefix("lop")


def classes_now(school_id: int, year: int) -> list[SchoolClass]:
    """The classes of a year in the order of grades and names."""
    return list(SchoolClass.objects.filter(school_id=school_id, year=year).order_by("grade", Length("name"), "name"))


def class_names(school_id: int) -> list[str]:
    """The classes of the working year; none where there is no open year."""
    try:
        return [one.name for one in classes_now(school_id, working_year(school_id))]
    except NotFound:
        return []


def check_classes(school_id: int, rows: Rows) -> None:
    """Names as they are here, grades that follow from names, teachers who work here."""
    year = working_year(school_id)
    known = {class_key(one.name): one for one in classes_now(school_id, year)}
    names = [_name(value, known) for value in rows.of("name")]
    rows.values["name"] = list(names)
    grades = list(rows.of("grade"))
    for index, name in enumerate(names):
        if grades[index] is None and name and class_key(name) not in known:
            if found := _GRADE.match(class_key(name)):
                grades[index] = int(found[1])
            else:
                what = gettext_noop("Chưa biết lớp “%(name)s” thuộc khối nào.")
                rows.add(index, Problem(what, gettext_noop("Điền cột “Khối” cho dòng này."), {"name": name}), "name")
    rows.values["grade"] = grades
    refuse_twice(rows, "name", names)
    leads = {class_key(one.name): one.homeroom_id for one in known.values()}
    settle_teachers(rows, staff_of(school_id), lambda index: [leads.get(class_key(str(names[index] or ""))) or 0])


def _name(value: object, known: dict[str, SchoolClass]) -> str | None:
    if value is None:
        return None
    found = known.get(class_key(str(value)))
    return found.name if found else re.sub(r"^(?i:lớp)[\s:]*", "", str(value))


def class_records(school_id: int, names: Iterable[str] | None = None) -> Iterable[Record]:
    """Classes of the working year, all or those of some names."""
    year = working_year(school_id)
    wanted = Q() if names is None else Q(name__in=list(names))
    staff = staff_of(school_id)
    found = SchoolClass.objects.filter(wanted, school_id=school_id, year=year)
    why = _("Khối của lớp đã có thì không đổi bằng danh sách.")
    for one in found.order_by("grade", Length("name"), "name"):
        yield Record(one.pk, {"name": one.name, "grade": one.grade, **held_by(staff, one.homeroom_id)},
                     one.name, fixed={"grade": why})  # fmt: skip


def held_by(staff: Staff, person: int | None) -> dict[str, str | int | None]:
    """A teacher as a list says it."""
    if person is None or person not in staff.names:
        return {"teacher": None, "teacher_code": None, "teacher_id": person}
    return {"teacher": staff.names[person], "teacher_code": staff.codes[person], "teacher_id": person}
