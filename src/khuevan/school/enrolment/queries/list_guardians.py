"""Who answers for the pupils as a list knows it: one row a pupil and relation."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Record, Rows, Value, Wanted, refuse_twice
from khuevan.registry.isolation.api import among
from khuevan.registry.people.api import Guardianship

from ..adapters.guardian_layout import RELATIONS, SAME
from .list_classes import class_key
from .pupil_records import seated_records, wanted_records

_PUPIL = ("code", "name", "birth", "class")


def check_guardians(school_id: int, rows: Rows) -> None:
    """Whose parents they are. One mother, one father, one guardian a pupil."""
    rows.values["relation"] = [SAME.get(str(value), value) for value in rows.of("relation")]
    found = _pupils(school_id, rows)
    pairs = list(zip(found, rows.of("relation"), strict=True))
    rows.values["tie"] = [f"{one.key} {relation}" if one and relation else None for one, relation in pairs]
    said = [f"{RELATIONS.get(str(relation), '')}: {one.label}" if one and relation else None for one, relation in pairs]
    refuse_twice(rows, "relation", said)


def _pupils(school_id: int, rows: Rows) -> list[Record | None]:
    codes, names, births, places = (rows.of(code) for code in _PUPIL)
    pairs = {
        (fold(str(name)), int(str(birth)[:4])) for name, birth in zip(names, births, strict=True) if name and birth
    }
    asked = frozenset(str(code) for code in codes if code)
    known = list(wanted_records(school_id, Wanted(asked, frozenset(), frozenset(pairs))))
    by_code = {str(one.values["code"]): one for one in known if one.values.get("code")}
    by_name: dict[tuple[str, str], list[Record]] = {}
    for one in known:
        by_name.setdefault((fold(str(one.values["name"])), str(one.values["birth"])), []).append(one)
    found: list[Record | None] = [None] * len(rows)
    for index, (code, name, birth, place) in enumerate(zip(codes, names, births, places, strict=True)):
        likely = [by_code[str(code)]] if str(code) in by_code else []
        likely = likely or ([] if code else by_name.get((fold(str(name)), str(birth)), []))
        if len(likely) == 1 and not likely[0].blocked:
            found[index] = likely[0]
            _compare(rows, index, likely[0], name, place)
        else:
            _refuse(rows, index, likely)
    return found


def _compare(rows: Rows, index: int, one: Record, name: object, place: object) -> None:
    """The rest of what the row says about the pupil must not speak against it."""
    if name and fold(str(name)) != fold(str(one.values["name"])):
        what = gettext_noop("Mã này đang là của %(label)s.")
        rows.add(index, Problem(what, gettext_noop("Sửa mã hoặc họ tên học sinh."), {"label": one.label}), "code")
    if place and one.group and class_key(str(place)) != class_key(one.group):
        what = gettext_noop("%(label)s đang ở lớp %(group)s.")
        how = gettext_noop("Sửa lớp ở dòng này, hoặc chuyển lớp cho em trước.")
        rows.add(index, Problem(what, how, {"label": one.label, "group": one.group}), "class")


def _refuse(rows: Rows, index: int, likely: list[Record]) -> None:
    if likely and likely[0].blocked:
        rows.add(index, Problem("%(why)s", gettext_noop("Bỏ dòng này khỏi tệp."), {"why": likely[0].blocked}), "name")
    elif likely:
        what = gettext_noop("Có %(n)s em cùng tên, cùng ngày sinh.")
        rows.add(index, Problem(what, gettext_noop("Thêm cột “Mã học sinh”."), {"n": str(len(likely))}), "name")
    else:
        what = gettext_noop("Không tìm thấy học sinh này trong trường.")
        how = gettext_noop(
            "Kiểm tra mã, hoặc họ tên và ngày sinh đủ ngày tháng; học sinh mới thì nhập danh sách học sinh trước."
        )
        rows.add(index, Problem(what, how), "name" if rows.of("name")[index] else "code")


def guardians_wanted(wanted: Wanted) -> Iterable[Record]:
    """Who answers now for the pupils of these ties."""
    asked = {int(tie.partition(" ")[0]) for tie in wanted.codes}
    return _records({one: {} for one in asked}, wanted.codes)


def guardians_now(school_id: int, group: str = "") -> Iterable[Record]:
    """Who answers for the pupils of a class, or of any, in the order of their lists."""
    pupils = {one.key: {code: one.values.get(code) for code in _PUPIL} for one in seated_records(school_id, group)}
    places = {key: place for place, key in enumerate(pupils)}
    order = list(RELATIONS)
    found = list(_records(pupils))
    ties = [str(one.values["tie"]).partition(" ") for one in found]
    rank = {one.key: (places[int(tie[0])], order.index(tie[2])) for one, tie in zip(found, ties, strict=True)}
    return sorted(found, key=lambda one: rank[one.key])


def _records(pupils: dict[int, dict[str, Value]], only: frozenset[str] | None = None) -> Iterable[Record]:
    ties = Guardianship.objects.filter(valid_to=None, student_id__in=among(pupils)).select_related(
        "guardian", "student"
    )
    for one in ties.order_by("pk"):
        tie = f"{one.student_id} {one.relation}"
        if only is not None and tie not in only:
            continue
        person = one.guardian
        values = {"tie": tie, "relation": one.relation, "guardian": person.full_name, "phone": person.phone or None}
        label = f"{RELATIONS[one.relation]} của {one.student.full_name}"
        yield Record(one.pk, {**pupils[one.student_id], **values}, label)
