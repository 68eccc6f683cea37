"""The words of a check: one sentence per reason for refusal, for people."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from ..ports import Problem, UnfitDocument

SENTENCES = {
    "too_large": _("Tệp lớn hơn %(limit)s nên không được kiểm tra."),
    "not_xml": _("Tệp không đọc được: không phải XML đúng quy cách hoặc đã bị hỏng."),
    "not_pdf": _("Tệp không đọc được: không phải PDF đúng quy cách hoặc đã bị hỏng."),
    "forbidden_markup": _("Tệp chứa DTD, thực thể, chú thích hoặc chỉ thị xử lý; văn bản đã ký không được có."),
    "not_canonical": _("Tệp không còn nguyên từng byte như khi ký; có thể đã được phần mềm khác mở và lưu lại."),
    "outside_scope": _("Có nội dung nằm ngoài phần được ký (%(what)s)."),
    "appended": _("Tệp có nội dung được thêm vào sau khi ký."),
    "many_signatures": _("Tệp có nhiều hơn một chữ ký; bản thể hiện chỉ có một, của con dấu."),
    "duplicate_id": _("Có nhiều hơn một phần mang mã “%(part)s”."),
    "unsigned": _("Tệp không có chữ ký số nào."),
    "wrong_kind": _("Đây không phải là loại văn bản cần kiểm tra: không có phần “%(part)s”."),
    "foreign_section": _("“%(name)s” được lấy từ một văn bản khác sang (%(what)s không khớp)."),
    "altered": _("“%(name)s” đã bị thay đổi sau khi %(who)s ký."),
    "missing_part": _("“%(name)s” đã được %(who)s ký nhưng không còn trong tệp."),
    "bad_signature": _("Chữ ký của %(who)s đã bị sửa hoặc không do khoá của người này tạo ra."),
    "malformed": _("“%(name)s” không đúng quy cách: đã bị sửa hoặc do phần mềm khác tạo ra."),
    "unknown_algorithm": _("“%(name)s” dùng thuật toán không được chấp nhận (%(what)s)."),
    "certificate_swapped": _("Chứng thư số trong chữ ký của %(who)s đã bị tráo."),
    "certificate_unfit": _("Chứng thư số của %(who)s không dùng để ký văn bản được."),
    "untrusted": _("Chứng thư số của %(who)s không do tổ chức chứng thực được tin cậy cấp."),
    "revocation_unknown": _("Không có danh sách thu hồi còn hạn để kiểm tra chứng thư số của %(who)s."),
    "certificate_expired": _("Chứng thư số của %(who)s không có hiệu lực vào lúc ký."),
    "certificate_revoked": _("Chứng thư số của %(who)s đã bị thu hồi trước lúc ký."),
    "unknown_role": _("Vai trò ký “%(what)s” không có trong quy trình ký."),
    "key_kind": _("%(stage)s: cần %(what)s, nhưng người ký dùng loại chứng thư khác."),
    "wrong_organisation": _("Chứng thư số của %(who)s thuộc đơn vị khác (%(what)s)."),
    "wrong_title": _("%(who)s (%(what)s) không có chức vụ để ký ở bước “%(stage)s”."),
    "no_mandate": _("%(who)s ký “%(stage)s” khi không có uỷ quyền còn hiệu lực vào ngày %(day)s."),
    "wrong_time": _("Thời điểm ký của %(who)s không hợp lý: %(what)s."),
    "wrong_scope": _("Chữ ký của %(who)s không phủ đúng phần phải ký (%(what)s)."),
    "moved": _("Thứ tự các chữ ký quanh chữ ký của %(who)s đã bị thay đổi."),
    "wrong_order": _("%(stage)s ký sai thứ tự: chưa có hoặc không phủ %(what)s."),
    "stamp_malformed": _("Dấu thời gian không đúng quy cách: đã bị sửa hoặc không phải là dấu thời gian."),
    "stamp_other": _("Dấu thời gian thuộc về nội dung khác."),
    "stamp_forged": _("Dấu thời gian đã bị sửa hoặc không do %(who)s tạo ra."),
    "stamp_time": _("Giờ trên dấu thời gian của %(who)s không hợp lý: %(what)s."),
    "repeated_stage": _("Bước “%(stage)s” có nhiều hơn một chữ ký."),
}


def signature_of(whom: str) -> str:
    """What a signature is called as a part of a document."""
    return gettext("chữ ký %(whom)s") % {"whom": whom}


def problem(code: str, *, part: str = "", name: str = "", **words: object) -> Problem:
    """A reason for refusal in the reader's language. ``part`` is given where something was altered."""
    message = gettext(SENTENCES[code]) % {"part": part, "name": name or part, **words}
    return Problem(code, message, part, name or part)


def unfit(code: str, *, part: str = "", **words: object) -> UnfitDocument:
    """The same as an error; ``hint`` carries the Id of the part."""
    found = problem(code, part=part, **words)
    return UnfitDocument(found.message, hint=part, code=code)
