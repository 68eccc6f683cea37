"""What a scanned paper is, by its first bytes."""

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

LARGEST_SCAN = 5 * 1024 * 1024
_KINDS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def scan_type(content: bytes) -> str:
    """The media type (RFC 6838) of a PDF, JPEG or PNG of at most 5 MB. Raises ``Invalid``."""
    if len(content) > LARGEST_SCAN:
        raise Invalid(_("Tệp lớn hơn 5 MB."), hint=_("Chụp hoặc quét lại ở cỡ nhỏ hơn."), code="too_large")
    for begins, kind in _KINDS:
        if content.startswith(begins):
            return kind
    raise Invalid(
        _("Không nhận được loại tệp này."), hint=_("Gửi bản quét PDF, hoặc ảnh JPEG, PNG."), code="media_type"
    )
