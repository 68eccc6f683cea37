"""Whom of the staff a list means: by code, or by a name that only one of them has."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import today
from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Rows
from khuevan.registry.people.api import Affiliation, ExternalId, Person

NAME, CODE, KEY = "teacher", "teacher_code", "teacher_id"


@dataclass
class Staff:
    """Those who work at a school: codes → person, plain names → people, person → name, person → code to show."""

    by_code: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)


def staff_of(school_id: int) -> Staff:
    """Everybody who works at a school today. Three queries."""
    staff = Staff()
    here = Affiliation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today()), school_id=school_id, kind="staff")
    people = Person.objects.filter(pk__in=here.values("person_id")).order_by("sort_key", "pk")
    for one, name, code in people.values_list("pk", "full_name", "code"):
        staff.names[one], staff.codes[one], staff.by_code[code] = name, code, one
        staff.by_name.setdefault(fold(name), []).append(one)
    numbers = ExternalId.objects.filter(valid_to=None, person__in=here.values("person_id"))
    for person, kind, value in numbers.values_list("person_id", "kind", "value"):
        code, _at, school = value.partition("@")
        if school in ("", str(school_id)):
            staff.by_code[code] = person
            if kind in ("moet", "vendor"):
                staff.codes[person] = code
    return staff


def settle_teachers(rows: Rows, staff: Staff, usual: Callable[[int], Collection[int]]) -> None:
    """Say for every row who is meant, and give names the form that they have here. ``usual``: row → people of whom one
    is likelier than a namesake."""
    keys: list[int | None] = [None] * len(rows)
    names, codes = rows.of(NAME), rows.of(CODE)
    for index, (name, code) in enumerate(zip(names, codes, strict=True)):
        keys[index] = _meant(rows, index, staff, str(name or ""), str(code or ""), usual)
    rows.values[KEY] = list(keys)
    if NAME in rows.values:
        rows.values[NAME] = [staff.names[key] if key else name for key, name in zip(keys, rows.of(NAME), strict=True)]


def _meant(
    rows: Rows, index: int, staff: Staff, name: str, code: str, usual: Callable[[int], Collection[int]]
) -> int | None:
    if code:
        return _by_code(rows, index, staff, name, code)
    if not name:
        return None
    found = staff.by_name.get(fold(name), [])
    if not found:
        what = gettext_noop("Trường không có giáo viên nào tên “%(name)s”.")
        how = gettext_noop("Sửa họ tên, hoặc nhập người này vào danh sách cán bộ trước.")
        rows.add(index, Problem(what, how, {"name": name}), NAME)
        return None
    if len(found) == 1:
        return found[0]
    about = {"n": str(len(found)), "name": name, "codes": ", ".join(staff.codes[one] for one in found)}
    likely = [one for one in found if one in usual(index)]
    if len(likely) == 1:
        what = gettext_noop(
            "Có %(n)s người tên “%(name)s” (mã %(codes)s); hiểu là người đang làm việc này, mã %(code)s."
        )
        how = gettext_noop("Nhận dòng này nếu đúng, hoặc thêm cột “Mã giáo viên”.")
        rows.add(index, Problem(what, how, {**about, "code": staff.codes[likely[0]]}, "doubt"), NAME)
        return likely[0]
    what = gettext_noop("Có %(n)s người tên “%(name)s”, chưa rõ là ai.")
    how = gettext_noop("Thêm cột “Mã giáo viên” và ghi một trong các mã %(codes)s.")
    rows.add(index, Problem(what, how, about), NAME)
    return None


def _by_code(rows: Rows, index: int, staff: Staff, name: str, code: str) -> int | None:
    found = staff.by_code.get(code)
    if found is None:
        what = gettext_noop("Trường không có cán bộ nào mang mã “%(code)s”.")
        how = gettext_noop("Sửa mã, hoặc nhập người này vào danh sách cán bộ trước.")
        rows.add(index, Problem(what, how, {"code": code}), CODE)
    elif name and fold(name) != fold(staff.names[found]):
        what = gettext_noop("Mã “%(code)s” là của %(name)s, không phải %(other)s.")
        how = gettext_noop("Sửa mã hoặc họ tên cho đúng một người.")
        rows.add(index, Problem(what, how, {"code": code, "name": staff.names[found], "other": name}), CODE)
    return found
