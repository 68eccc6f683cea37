"""Personal numbers that look wrong are said, and taken in: births abroad and corrected papers are right as they are."""

from django.utils.translation import gettext_noop

from khuevan.platform.sheets.api import NOTE, Problem, Rows
from khuevan.registry.people.api import number_doubts

_WORDS = {
    "form": gettext_noop("“%(text)s” không phải 12 chữ số như số định danh cá nhân."),
    "place": gettext_noop("Ba chữ số đầu của “%(text)s” không phải mã tỉnh nào."),
    "sex": gettext_noop("Chữ số thứ tư của “%(text)s” không khớp giới tính."),
    "year": gettext_noop("Chữ số thứ tư đến thứ sáu của “%(text)s” không khớp năm sinh."),
}
_HOW = gettext_noop("Vẫn nhập được nếu đúng như giấy tờ; nếu gõ nhầm, sửa số.")


def note_numbers(rows: Rows) -> None:
    """Notes beside the field "number", by "sex" and "birth" where the list has them."""
    columns = zip(rows.of("number"), rows.of("sex"), rows.of("birth"), strict=True)
    for index, (number, sex, birth) in enumerate(columns):
        if number is None:
            continue
        for doubt in number_doubts(str(number), int(sex or 0), int(str(birth)[:4]) if birth else None):
            rows.add(index, Problem(_WORDS[doubt], _HOW, {"text": str(number)}, NOTE), "number")
