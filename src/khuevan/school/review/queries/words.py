"""Findings in words: what is wrong and what to do. In Vietnamese, because reasons of returns keep them."""

from typing import NamedTuple

from django.utils.translation import gettext_noop


class Words(NamedTuple):
    """What a kind of finding is called, and what the Sở had best do about it."""

    name: str
    advice: str


_MARKS = gettext_noop("Trả lại để trường đối chiếu. Nếu sổ điểm đúng, trường đính chính bằng phiên bản mới.")
_AGAIN = gettext_noop("Trả lại để trường lập phiên bản mới và ký lại phần này.")
_BROKEN = gettext_noop("Trả lại để trường lập phiên bản mới và ký lại.")
WORDS = {
    "unreadable": Words(gettext_noop("Tệp học bạ hỏng"), _BROKEN),
    "signature": Words(gettext_noop("Chữ ký không hợp lệ"), _AGAIN),
    "unsigned": Words(gettext_noop("Thiếu chữ ký"), _AGAIN),
    "seal": Words(
        gettext_noop("Thiếu con dấu của trường"),
        gettext_noop("Trả lại để trường đóng dấu bằng chứng thư của trường."),
    ),
    "future": Words(gettext_noop("Ngày ký ở tương lai"), gettext_noop("Trả lại để trường ký lại với giờ máy đúng.")),
    "order": Words(gettext_noop("Thứ tự thời gian sai"), _AGAIN),
    "content": Words(gettext_noop("Khác với sổ điểm"), _MARKS),
    "finish": Words(
        gettext_noop("Xác nhận hoàn thành chương trình chưa đúng"),
        gettext_noop("Trả lại: chỉ học bạ lớp cuối cấp được lên lớp ghi xác nhận hoàn thành, và phải ghi."),
    ),
    "code": Words(
        gettext_noop("Mã không có trong danh mục"), gettext_noop("Trả lại để trường sửa mã theo danh mục của Bộ.")
    ),
    "paper": Words(gettext_noop("Thiếu bản PDF"), gettext_noop("Trả lại để trường phát hành lại.")),
    "left": Words(
        gettext_noop("Không so được với sổ điểm"),
        gettext_noop("Xem biến động của em ở sổ đăng bộ, rồi quyết định."),
    ),
    "pupil": Words(
        gettext_noop("Khác với hồ sơ học sinh"),
        gettext_noop("Hỏi trường bản nào đúng. Nếu hồ sơ đúng, trả lại để đính chính."),
    ),
    "dates": Words(
        gettext_noop("Ngày ký không hợp lí"), gettext_noop("Hỏi trường; nếu ký nhầm ngày, trả lại để ký lại.")
    ),
    "age": Words(
        gettext_noop("Tuổi không hợp với khối lớp"),
        gettext_noop("Hỏi trường về ngày sinh hoặc việc học vượt, học muộn."),
    ),
}
