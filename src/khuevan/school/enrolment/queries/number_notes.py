"""Personal numbers of a list that do not look like one, or not like this person's: said, never refused."""

from django.utils.translation import gettext_noop

from khuevan.platform.sheets.api import NOTE, Problem, Rows
from khuevan.registry.people.api import number_doubts

_SAID = {
    "form": gettext_noop("Số định danh “%(text)s” không phải 12 chữ số."),
    "place": gettext_noop("Số định danh “%(text)s” không bắt đầu bằng mã của một tỉnh."),
    "sex": gettext_noop("Số định danh “%(text)s” không khớp giới tính hay thế kỉ sinh."),
    "year": gettext_noop("Số định danh “%(text)s” không khớp năm sinh."),
}
_HOW = gettext_noop("Đối chiếu với giấy khai sinh hoặc căn cước; nếu giấy tờ ghi đúng như vậy thì giữ nguyên.")


def note_numbers(rows: Rows) -> None:
    """A note on each cell of "number" that a sex or a birth in the same row contradicts, or that is no number."""
    numbers, sexes, births = rows.of("number"), rows.of("sex"), rows.of("birth")
    for index, (number, sex, birth) in enumerate(zip(numbers, sexes, births, strict=True)):
        if number is None:
            continue
        year = int(str(birth)[:4]) if birth else None
        for doubt in number_doubts(str(number), sex if isinstance(sex, int) else 0, year):
            rows.add(index, Problem(_SAID[doubt], _HOW, {"text": str(number)}, NOTE), "number")
