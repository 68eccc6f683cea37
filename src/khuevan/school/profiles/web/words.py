"""Lines of the to-do list, and doubts about a number, in words."""

from django.utils.translation import gettext as _

from ..queries.lines import Line


def line_words(kind: str, line: Line, n: int) -> str:
    """A line with how many people it is about: "37 học sinh chưa có Số định danh cá nhân"."""
    said = {"n": n, "what": line.field.label if line.field else _wrong(line.key)}
    if line.field:
        return (
            _("%(n)d học sinh chưa có: %(what)s") % said
            if kind == "pupil"
            else _("%(n)d nhân sự chưa có: %(what)s") % said
        )
    return _("%(n)d học sinh: %(what)s") % said if kind == "pupil" else _("%(n)d nhân sự: %(what)s") % said


def _wrong(key: str) -> str:
    return {
        "number_form": _("số định danh cá nhân không đủ 12 chữ số"),
        "number_place": _("số định danh cá nhân có mã nơi đăng ký khai sinh lạ"),
        "number_sex": _("số định danh cá nhân không khớp giới tính"),
        "number_year": _("số định danh cá nhân không khớp năm sinh"),
        "no_guardian": _("chưa ghi cha, mẹ hay người giám hộ"),
        "parent_age": _("cha mẹ hơn con chưa đến 12 tuổi"),
        "boarding": _("ghi không học bán trú nhưng có hình thức bán trú"),
        "code_ended": _("có mã không còn trong danh mục của Bộ"),
    }[key]


def doubt_words(doubts: tuple[str, ...]) -> str:
    """What to look at again in a personal number; "" where nothing is in doubt."""
    words = {
        "form": _("không đủ 12 chữ số"),
        "place": _("ba chữ số đầu không phải mã tỉnh nào"),
        "sex": _("không khớp giới tính"),
        "year": _("không khớp năm sinh"),
    }
    said = ", ".join(words[one] for one in doubts)
    return _("Xem lại số này: %(what)s. Vẫn lưu được nếu đúng như giấy tờ.") % {"what": said} if said else ""
