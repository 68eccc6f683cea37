"""What only the school knows to be wrong with a list of pupils."""

from django.utils.translation import gettext_noop

from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Problem, Rows
from khuevan.registry.isolation.api import among_texts
from khuevan.registry.people.api import ExternalId, Person, numbers_elsewhere

from ..adapters.pupil_layout import LAYOUT, RELATIONS, code_kind
from ..models import SchoolClass
from .number_notes import note_numbers
from .years import working_year

_NAMED = 12


def check_rows(school_id: int, rows: Rows) -> None:
    """Unknown classes, numbers of people elsewhere, strange numbers, telephones of nobody.

    Classes get the name that they have here.
    """
    _check_classes(school_id, rows)
    _check_numbers(rows)
    note_numbers(rows)
    _check_own_codes(rows)
    for relation in RELATIONS:
        _check_phones(rows, relation)


def _key(name: str) -> str:
    return fold(name).replace(" ", "").removeprefix("lop")


def _check_classes(school_id: int, rows: Rows) -> None:
    year = working_year(school_id)
    names = list(
        SchoolClass.objects.filter(school_id=school_id, year=year).order_by("grade", "name").values_list("name")
    )
    known = {_key(name): name for (name,) in names}
    column = rows.of(LAYOUT.section)
    for index, value in enumerate(column):
        if value is None:
            continue
        if name := known.get(_key(str(value))):
            column[index] = name
            continue
        some = ", ".join(list(known.values())[:_NAMED])
        what = gettext_noop("Trường không có lớp “%(name)s” trong năm học này.")
        how = gettext_noop("Sửa tên lớp trong tệp. Các lớp của trường: %(some)s.")
        rows.add(index, Problem(what, how, {"name": str(value)[:40], "some": some}), LAYOUT.section)


def _check_numbers(rows: Rows) -> None:
    codes = {str(one) for one in rows.of("code") if one is not None and code_kind(str(one)) == "moet"}
    for field, kind, values in (
        ("code", "moet", codes),
        ("number", "citizen", {str(one) for one in rows.of("number") if one is not None}),
    ):
        taken = numbers_elsewhere([kind], values)
        what = gettext_noop("“%(text)s” đang là số của một người không thuộc trường này.")
        how = gettext_noop("Nếu em chuyển đến từ trường khác, làm thủ tục chuyển trường; nếu gõ nhầm, sửa số.")
        for index, value in enumerate(rows.of(field)) if taken else ():
            if value in taken:
                rows.add(index, Problem(what, how, {"text": str(value)}), field)


def _check_own_codes(rows: Rows) -> None:
    own = {str(one) for one in rows.of("code") if one is not None and code_kind(str(one)) == "own"}
    if not own:
        return
    known = set(Person.objects.filter(code__in=among_texts(own)).values_list("code", flat=True))
    known |= set(ExternalId.objects.filter(kind="own", value__in=among_texts(own)).values_list("value", flat=True))
    what = gettext_noop("Trường không có ai mang mã “%(text)s”.")
    how = gettext_noop("Mã này do hệ thống cấp. Sửa mã, hoặc để trống nếu là học sinh mới.")
    for index, value in enumerate(rows.of("code")):
        if value in own - known:
            rows.add(index, Problem(what, how, {"text": str(value)}), "code")


def _check_phones(rows: Rows, relation: str) -> None:
    names, phones = rows.of(relation), rows.of(f"{relation}_phone")
    what = gettext_noop("Có số điện thoại nhưng thiếu “%(label)s”.")
    how = gettext_noop("Điền họ tên vào dòng này, hoặc bỏ số điện thoại.")
    for index, (name, phone) in enumerate(zip(names, phones, strict=True)):
        if phone is not None and name is None:
            rows.add(index, Problem(what, how, {"label": LAYOUT.by[relation].label}), f"{relation}_phone")
