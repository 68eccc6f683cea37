"""What a remote signing service refuses, in words."""

from typing import Any

from django.utils.translation import gettext as _

from ..ports import KeyAway, KeyLocked, KeyUnusable
from .tries import Tries


def refusal(status: int, told: dict[str, Any], tries: Tries | None) -> Exception:
    """What the service answers instead (CSC v2 §10.1), in words."""
    error, why = str(told.get("error", "")), str(told.get("error_description", ""))[:200]
    if error in ("invalid_pin", "invalid_authdata") or (tries and "pin" in why.lower() and "invalid" in why.lower()):
        return tries.wrong(_("Dịch vụ ký số báo: %(why)s") % {"why": why} if why else "") if tries else strange()
    if status in (423, 429) or "lock" in f"{error} {why}".lower():
        return KeyLocked(
            _("Dịch vụ ký số đã khoá tài khoản này: %(why)s") % {"why": why or error or status},
            hint=_("Liên hệ dịch vụ ký số để mở khoá."),
            code="account_locked",
        )
    if status >= 500:
        return away()
    return KeyUnusable(
        _("Dịch vụ ký số từ chối: %(why)s") % {"why": why or error or status},
        hint=_("Liên hệ dịch vụ ký số; người quản trị kiểm tra KHUEVAN_REMOTE_TOKEN."),
        code="service_refused",
    )


def away() -> KeyAway:
    """The service cannot be reached."""
    return KeyAway(
        _("Không kết nối được dịch vụ ký số."),
        hint=_("Ký tiếp khi dịch vụ hoạt động lại; những gì đã ký xong vẫn giữ nguyên."),
        code="service_down",
    )


def slow() -> KeyAway:
    """The service takes longer than a transaction may stay open."""
    return KeyAway(
        _("Dịch vụ ký số trả lời quá chậm."),
        hint=_("Chưa có gì được ký. Ký ít học sinh hơn mỗi lần, hoặc ký lại sau."),
        code="service_slow",
    )


def strange() -> KeyAway:
    """The service answers what it should not."""
    return KeyAway(
        _("Dịch vụ ký số trả lời sai: chữ ký không đúng hoặc thiếu."),
        hint=_("Chưa có gì được ký. Thử lại; nếu vẫn thế, báo người quản trị."),
        code="service_strange",
    )
