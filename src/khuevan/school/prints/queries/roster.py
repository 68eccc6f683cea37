"""Who stands on the papers of a class."""

from collections.abc import Sequence

from django.utils.timezone import localdate

from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import Registered, SchoolClass, class_register

from ..rules.tables import NUMBER, Head, Table, numbered

_SEXES = {Person.Sex.MALE.value: "Nam", Person.Sex.FEMALE.value: "Nữ"}


def pupils_of(school_class: SchoolClass) -> list[Registered]:
    """Everybody who is or was in the class, in the order of the list; one query."""
    return class_register(school_class, localdate(), False)


def named(pupil: Registered) -> str:
    """The name of a pupil with the remark of the class list, or the day on which the pupil left."""
    return numbered(pupil.name, f"rời lớp {pupil.left_on:%d/%m/%Y}" if pupil.left_on else pupil.note)


def list_of(pupils: Sequence[Registered], lead: str) -> Table:
    """The list of the class."""
    heads = [
        NUMBER, Head("Họ và tên", share=7, left=True), Head("Ngày sinh", share=3), Head("Giới tính", share=2),
        Head("Mã học sinh", share=4),
    ]  # fmt: skip
    rows = [[n, named(one), one.born, _SEXES.get(one.sex, ""), one.code] for n, one in enumerate(pupils, 1)]
    return Table("Danh sách học sinh", "Danh sách", lead, heads, rows)
