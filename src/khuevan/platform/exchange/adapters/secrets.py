"""Tokens of partners at rest: encrypted with the installation's secret."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid


def locked(token: str) -> str:
    """The token as it is kept."""
    return _lock().encrypt(token.encode()).decode()


def opened(kept: str) -> str:
    """The token behind ``locked``. Raises ``Invalid`` where the installation's secret has changed."""
    try:
        return _lock().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Invalid(
            _("Không mở được mã truy cập của đối tác."),
            hint=_("Khoá của máy chủ đã đổi: nhập lại mã truy cập ở trang của đối tác."),
        ) from None


def _lock() -> Fernet:
    digest = hashlib.sha256(b"khuevan.exchange.token:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
