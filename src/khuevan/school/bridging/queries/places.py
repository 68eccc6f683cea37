"""Where and when a year on paper was, and whether it can be."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid


@dataclass(frozen=True)
class Place:
    """Where and when, as on paper; ``book_no``: the number of the paper transcript."""

    year: int
    grade: int
    class_name: str
    school_name: str
    book_no: str


def refuse_place(place: Place, born: int | None) -> None:
    """Raises ``Invalid`` for a blank, or for a grade or year that cannot be, alone or for somebody born in a year."""
    if not 1 <= place.grade <= 12 or not 1990 <= place.year < today().year:
        raise Invalid(_("Năm học hoặc khối lớp không hợp lệ."), hint=_("Khối từ 1 đến 12; năm học đã kết thúc."))
    if born and not 4 <= place.year - born - place.grade <= 9:
        raise Invalid(
            _("Khối %(grade)d năm học %(year)d không hợp với năm sinh %(born)d.")
            % {"grade": place.grade, "year": place.year, "born": born},
            hint=_("Kiểm tra lại năm học, khối lớp trên học bạ giấy."),
        )
    if not (place.class_name and place.school_name and place.book_no):
        raise Invalid(_("Còn thiếu lớp, trường hoặc số học bạ giấy."), hint=_("Ghi như trên học bạ giấy."))
