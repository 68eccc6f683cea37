"""One look for each state of work, wherever it is shown: a word, a tone and an icon (never colour alone)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """How a state looks: ``tone`` is neutral, info, warning, success, gold or danger."""

    label: str | Promise
    tone: str
    icon: str

    def __str__(self) -> str:
        return str(self.label)


STATES: dict[str, Look] = {
    "empty": Look(_("Chưa nhập"), "neutral", "circle-dashed"),
    "draft": Look(_("Đang nhập"), "neutral", "pencil"),
    "open": Look(_("Đang mở"), "neutral", "lock-open"),
    "locked": Look(_("Đã khoá"), "info", "lock"),
    "partly_signed": Look(_("Đang ký"), "info", "signature"),
    "signed": Look(_("Đã ký"), "success", "signature"),
    "approved": Look(_("Đã duyệt"), "success", "check"),
    "issued": Look(_("Đã phát hành"), "gold", "rosette-discount-check"),
    "submitted": Look(_("Đã gửi Sở"), "info", "send"),
    "accepted": Look(_("Sở đã nhận"), "success", "circle-check"),
    "returned": Look(_("Bị trả lại"), "danger", "arrow-back-up"),
    "superseded": Look(_("Đã có bản mới"), "neutral", "versions"),
    "revoked": Look(_("Đã thu hồi"), "danger", "ban"),
    "waiting": Look(_("Đang chờ"), "warning", "clock"),
    "running": Look(_("Đang chạy"), "info", "loader-2"),
    "done": Look(_("Hoàn tất"), "success", "circle-check"),
    "failed": Look(_("Không thành công"), "danger", "alert-triangle"),
}


def look_of(code: str) -> Look:
    """The look of a state; an unknown one shows its own code, calmly."""
    return STATES.get(code) or Look(code, "neutral", "circle-dashed")
