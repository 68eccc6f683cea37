"""Whom the rows of a list about pupils mean: two queries, however many they are."""

from django.utils.translation import gettext_noop

from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Record, Rows, Wanted

from .list_classes import class_key
from .pupil_records import wanted_records


def named_pupils(school_id: int, rows: Rows, place_field: str = "class") -> list[Record | None]:
    """The pupil of the school whom each row names by ``code``, or by ``name`` and ``birth``; None and a note on the row
    where that is nobody. ``place_field``: the column with the pupil's class of today, "" where there is none.
    """
    codes, names, births, places = (rows.of(code) for code in ("code", "name", "birth", place_field))
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
