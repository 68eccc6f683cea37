"""Where keys, the demo authority and the operator's own anchors lie: ``<data directory>/keys``; and the tokens."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext as _

from ..ports import KeyUnusable, Trust
from .demo_ca import DemoAuthority
from .file_key import KeyFiles
from .remote import SigningService
from .token import Tokens

LENT_SECONDS = 3600


def authority() -> DemoAuthority:
    """The demo authority of this installation."""
    return _authority(Path(settings.DATA_DIR) / "keys")


def key_files() -> KeyFiles:
    """The key files of this installation."""
    directory = Path(settings.DATA_DIR) / "keys"
    return KeyFiles(directory / "files", _authority(directory))


def tokens() -> Tokens:
    """The tokens at the server. Raises ``KeyUnusable`` where the operator has set up none."""
    if not settings.TOKEN_LIBRARY:
        raise KeyUnusable(
            _("Máy chủ này chưa được cài để dùng token ký số."),
            hint=_("Người quản trị đặt KHUEVAN_TOKEN_LIBRARY là thư viện PKCS #11 của nhà cung cấp token."),
            code="no_tokens",
        )
    return Tokens(settings.TOKEN_LIBRARY, Path(settings.DATA_DIR) / "keys" / "tries")


def signing_service() -> SigningService:
    """The remote signing service. Raises ``KeyUnusable`` where the operator has set up none."""
    if not settings.REMOTE_SIGNING:
        raise KeyUnusable(
            _("Máy chủ này chưa được nối với dịch vụ ký số từ xa."),
            hint=_("Người quản trị đặt KHUEVAN_REMOTE_SIGNING là địa chỉ dịch vụ, kết thúc bằng /v1 hoặc /v2."),
            code="no_service",
        )
    directory = Path(settings.DATA_DIR) / "keys" / "tries"
    return SigningService(settings.REMOTE_SIGNING, settings.REMOTE_TOKEN, directory)


def trust_anchors() -> Trust:
    """Whom checks believe: the demo authority and what the operator put into ``keys/trust`` (*.pem, *.crl)."""
    own = authority().trust()
    directory = Path(settings.DATA_DIR) / "keys" / "trust"
    return Trust(
        anchors=(*own.anchors, *(_der_of(path) for path in sorted(directory.glob("*.pem")))),
        intermediates=own.intermediates,
        revocation_lists=(*own.revocation_lists, *(path.read_bytes() for path in sorted(directory.glob("*.crl")))),
    )


def lend_pin(pin: str) -> str:
    """A PIN in a form that may wait in a job for an hour: encrypted with the installation's secret."""
    return _lock().encrypt(pin.encode()).decode()


def lent_pin(lent: str) -> str:
    """The PIN behind ``lend_pin``. Raises ``KeyUnusable`` once the hour is over."""
    try:
        return _lock().decrypt(lent.encode(), ttl=LENT_SECONDS).decode()
    except InvalidToken:
        raise KeyUnusable(
            _("Phiên ký đã hết giờ."), hint=_("Nhập lại mã PIN để tiếp tục."), code="pin_expired"
        ) from None


@cache
def _authority(directory: Path) -> DemoAuthority:
    return DemoAuthority(directory / "authority")


def _der_of(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)


def _lock() -> Fernet:
    digest = hashlib.sha256(b"khuevan.signing.pin:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
