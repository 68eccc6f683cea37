"""Tables, obstacles and reasons in Vietnamese."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..ports import Words, words_of
from .weights import Held, Weight

_OWN = {
    "people_affiliation": Words(gettext_noop("nơi học, nơi làm việc")),
    "people_guardianship": Words(gettext_noop("quan hệ cha mẹ, người giám hộ")),
    "people_externalid": Words(gettext_noop("mã số")),
    "people_person": Words(gettext_noop("hồ sơ đã gộp trước đây")),
    "files_file": Words(gettext_noop("tệp")),
    "accounts_user": Words(
        gettext_noop("tài khoản đăng nhập"),
        gettext_noop("Cả hai hồ sơ đều có tài khoản: đề nghị quản trị bỏ một tài khoản khỏi hồ sơ trước."),
    ),
}
_REASONS = {
    "same-name": gettext_noop("Họ tên giống hệt"),
    "barred-d": gettext_noop("Họ tên chỉ khác d/đ"),
    "no-accents": gettext_noop("Họ tên giống, một bên không dấu"),
    "swapped-parts": gettext_noop("Họ tên giống, đảo thứ tự"),
    "missing-middle": gettext_noop("Họ tên thiếu một chữ đệm"),
    "slip": gettext_noop("Họ tên lệch một chữ cái"),
    "other-tones": gettext_noop("Họ tên khác dấu ở chữ đệm"),
    "same-birth": gettext_noop("Cùng ngày sinh"),
    "partial-birth": gettext_noop("Ngày sinh khớp phần đã biết"),
    "swapped-birth": gettext_noop("Ngày sinh đảo ngày và tháng"),
    "near-birth": gettext_noop("Ngày sinh lệch ngày hoặc tháng"),
    "near-year": gettext_noop("Năm sinh lệch một chữ số, cùng ngày và tháng"),
    "same-phone": gettext_noop("Cùng số điện thoại gia đình"),
    "same-guardian": gettext_noop("Cùng tên cha mẹ, người giám hộ"),
    "other-guardians": gettext_noop("Khác cha mẹ, người giám hộ"),
    "other-sex": gettext_noop("Khác giới tính"),
    "twins": gettext_noop("Sinh đôi: cùng ngày sinh, cùng cha mẹ, khác tên"),
    "other-given": gettext_noop("Khác tên"),
    "other-name": gettext_noop("Khác họ tên"),
    "other-birth": gettext_noop("Khác ngày sinh"),
    "other-number": gettext_noop("Hai số định danh cá nhân khác nhau"),
    "one-class": gettext_noop("Cùng lớp, mỗi em một mã"),
}


def reason(code: str) -> str:
    """A reason of a comparison in words."""
    return _(_REASONS[code]) if code in _REASONS else ""


def table(name: str) -> str:
    """What hangs on a person, in words; other rooms say it for their own tables."""
    words = words_of(name) or _OWN.get(name)
    return _(words.what) if words else _("dữ liệu khác")


def clash(weight: Weight) -> str:
    """Why rows of both records cannot be one person's, and what to do first."""
    words = words_of(weight.table) or _OWN.get(weight.table)
    what = _("Cả hai hồ sơ đều có %(what)s ở cùng một chỗ.") % {"what": table(weight.table)}
    advice = _(words.advice) if words and words.advice else _("Bỏ phần thừa của một hồ sơ trước, rồi gộp.")
    return f"{what} {advice}"


def held(one: Held) -> str:
    """Why a merge cannot be undone."""
    about = {"n": one.rows, "what": table(one.table)}
    if one.why == "later":
        return _("Đã có lần gộp sau dựa trên lần này: hoàn tác lần sau trước.")
    if one.why == "edited":
        return _("Hồ sơ đã được sửa sau khi gộp.")
    if one.why == "new":
        return _("Từ sau khi gộp có thêm: %(what)s (%(n)d dòng). Không rõ thuộc hồ sơ nào.") % about
    return _("Phần đã chuyển không còn như lúc gộp: %(what)s (%(n)d dòng).") % about
