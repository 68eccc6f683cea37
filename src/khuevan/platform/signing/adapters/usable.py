"""Whether a certificate may sign now, said in words where it may not."""

from datetime import datetime

from django.utils.translation import gettext as _

from khuevan.kernel.clock import TIME_ZONE, now

from ..ports import Certificate, KeyUnusable, Trust
from .trust import NEVER, standing


def refuse_unusable(certificate: Certificate, revoked_at: datetime | None) -> None:
    """Raises ``KeyUnusable`` (``revoked``, ``not_yet_valid``, ``expired``) where a certificate must not sign now."""
    if revoked_at is not None:
        raise _refusal("revoked", _("Chứng thư số của %(name)s đã bị thu hồi ngày %(day)s."), certificate, revoked_at)
    if now() < certificate.not_before:
        message = _("Chứng thư số của %(name)s chưa có hiệu lực: dùng được từ ngày %(day)s.")
        hint = _("Đợi đến ngày đó. Nếu ngày này đã qua, đồng hồ của máy chủ chạy sai: báo người quản trị.")
        raise _refusal("not_yet_valid", message, certificate, certificate.not_before, hint)
    if now() > certificate.not_after:
        message = _("Chứng thư số của %(name)s đã hết hạn ngày %(day)s.")
        raise _refusal("expired", message, certificate, certificate.not_after)


def refuse_untrusted(certificate: Certificate, chain: tuple[bytes, ...], trust: Trust) -> None:
    """As ``refuse_unusable``, by what ``trust`` knows of a certificate that another authority issued."""
    found = standing(trust, certificate.der, chain)
    if found.flaw in ("untrusted", "certificate_unfit"):
        raise KeyUnusable(
            _("Chứng thư số của %(name)s do “%(issuer)s” cấp không được hệ thống tin cậy, hoặc không dùng để ký được.")
            % {"name": certificate.name, "issuer": certificate.issuer},
            hint=_("Người quản trị thêm chứng thư gốc của tổ chức chứng thực vào thư mục keys/trust."),
            code=found.flaw,
        )
    refuse_unusable(certificate, None if found.revoked_at == NEVER else found.revoked_at)


def _refusal(code: str, message: str, certificate: Certificate, at: datetime, hint: str = "") -> KeyUnusable:
    said = {"name": certificate.name, "day": f"{at.astimezone(TIME_ZONE):%d/%m/%Y}"}
    return KeyUnusable(message % said, hint=hint or _("Hãy đề nghị cấp khoá mới."), code=code)
