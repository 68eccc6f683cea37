"""Why a file is not read: what is wrong with it, and what to do."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

MOST_BYTES = 30 * 2**20
MOST_UNPACKED = 300 * 2**20
MOST_CELLS = 10_000_000
MOST_COLUMNS = 1_000


class Unreadable(Invalid):
    """The file cannot be read; nothing of it was taken in."""

    code = "unreadable"


def too_big(size: int) -> Unreadable:
    """More bytes than we take."""
    megabytes = {"size": f"{size / 2**20:.0f}", "most": MOST_BYTES // 2**20}
    return Unreadable(
        _("Tệp lớn %(size)s MB, quá %(most)s MB.") % megabytes,
        hint=_("Chia danh sách thành nhiều tệp, hoặc xoá ảnh và trang tính không cần rồi lưu lại."),
        code="too_big",
    )


def bomb() -> Unreadable:
    """Unpacks to far more than a list can be."""
    return Unreadable(
        _("Tệp nén bất thường: mở ra lớn hơn %(most)s MB.") % {"most": MOST_UNPACKED // 2**20},
        hint=_("Mở tệp bằng Excel, chép bảng cần nhập sang một tệp mới rồi lưu lại."),
        code="bomb",
    )


def too_many_cells(sheet: str, last: str) -> Unreadable:
    """A cell far away makes the table millions of cells large."""
    return Unreadable(
        _("Trang tính “%(sheet)s” kéo dài đến ô %(last)s, quá lớn để đọc.") % {"sheet": sheet, "last": last},
        hint=_("Có ô nằm xa bảng. Trong Excel bấm Ctrl+End để thấy ô đó, xoá các dòng và cột thừa rồi lưu lại."),
        code="too_many_cells",
    )


def broken() -> Unreadable:
    """Damaged, or not what its first bytes say."""
    return Unreadable(
        _("Tệp bị hỏng, không đọc được."),
        hint=_("Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại tệp mới."),
        code="broken",
    )


def empty() -> Unreadable:
    """Nothing in it."""
    return Unreadable(
        _("Tệp không có dữ liệu."), hint=_("Kiểm tra xem đã chọn đúng tệp và đã lưu tệp chưa."), code="empty"
    )


def locked() -> Unreadable:
    """Opens only with a password."""
    return Unreadable(
        _("Tệp được đặt mật khẩu."),
        hint=_("Mở tệp bằng Excel, vào Tệp → Thông tin → Bảo vệ sổ làm việc để bỏ mật khẩu, lưu rồi gửi lại."),
        code="locked_file",
    )


def not_a_sheet(what: str) -> Unreadable:
    """Something else, whatever its name says."""
    return Unreadable(
        _("Đây là %(what)s, không phải bảng tính.") % {"what": what},
        hint=_("Chọn tệp Excel (.xlsx, .xls), .ods hoặc .csv có danh sách; tên tệp không đổi được loại tệp."),
        code="not_a_sheet",
    )


def save_as_xlsx(what: str) -> Unreadable:
    """A spreadsheet, of a kind that we do not read."""
    return Unreadable(
        _("Không đọc được dạng tệp %(what)s.") % {"what": what},
        hint=_("Mở tệp bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi gửi lại."),
        code="other_format",
    )
