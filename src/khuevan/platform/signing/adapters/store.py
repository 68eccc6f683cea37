"""Where keys, the demo authority and the operator's own anchors lie: ``<data directory>/keys``; and the tokens."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext as _

from ..ports import Digest, KeyUnusable, TimeStamp, TimeStamper, Trust
from .certificates import load_all
from .demo_ca import DemoAuthority, write_private
from .demo_tsa import DemoStamper
from .file_key import KeyFiles
from .profiles import read_profiles
from .remote import SigningService
from .revocation import fetch
from .stamp_token import Token
from .stamps import HttpStamper, accepted, refused
from .token import Tokens
from .trust import between, path_of

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
    """Whom checks believe: the demo authority and what the operator put into ``keys/trust``."""
    own = authority().trust()
    directory = Path(settings.DATA_DIR) / "keys" / "trust"
    between = (_der_of(path) for path in sorted((directory / "intermediates").glob("*.pem")))
    return Trust(
        anchors=(*own.anchors, *(_der_of(path) for path in sorted(directory.glob("*.pem")))),
        intermediates=(*own.intermediates, *between),
        revocation_lists=(*own.revocation_lists, *_all(directory, "*.crl"), *_all(directory / "fetched", "*.crl")),
        answers=tuple(_all(directory / "fetched", "*.ocsp")),
        profiles=read_profiles(directory / "profiles"),
    )


def stamper() -> TimeStamper | None:
    """The time-stamping authority of this installation, or None where the operator has named none."""
    if settings.TSA == "demo":
        return DemoStamper(authority())
    return HttpStamper(settings.TSA, settings.TSA_LOGIN) if settings.TSA else None


def stampers() -> list[bytes]:
    """The certificates (DER) of authorities that have stamped here."""
    directory = Path(settings.DATA_DIR) / "keys" / "trust" / "stampers"
    return [_der_of(path) for path in sorted(directory.glob("*.pem"))]


def stamped(digest: bytes, algorithm: Digest = "sha256") -> TimeStamp:
    """A new time-stamp over a digest of that kind; what is needed to check it later is kept.

    Raises ``StamperAway``, ``StampRefused``.
    """
    found = stamper()
    if found is None:
        raise refused(_("chưa đặt KHUEVAN_TSA"))
    token = found.stamp(digest, algorithm)
    try:
        said = Token(token)
    except Exception:  # garbage raises many things
        raise refused(_("câu trả lời không đọc được")) from None
    trust = trust_anchors()
    if said.own not in stampers():
        _meet(trust, said)
    return accepted(token, digest, trust_anchors(), algorithm)


def _meet(trust: Trust, said: Token) -> None:
    """Keep the certificates of an authority that leads to an anchor, and ask what is said of their revocation."""
    if not path_of(trust, said.own, said.enclosed):
        return
    learn(between(trust, said.own, said.enclosed))
    _keep("stampers", said.own)
    refresh_revocations([said.own])


def learn(chain: tuple[bytes, ...]) -> None:
    """Keep the issuing certificates of a key that is taken into use, for checks and for `refresh_revocations`."""
    for der in chain:
        _keep("intermediates", der)


def refresh_revocations(leaves: Iterable[bytes]) -> list[str]:
    """Fetch the authorities' newest word on certificates (DER) and those above them; returns addresses that failed."""
    trust, pairs = trust_anchors(), {}
    for leaf in leaves:
        pairs |= {below: (below, issuer) for below, issuer in pairwise(path_of(trust, leaf, ()))}
    return fetch(Path(settings.DATA_DIR) / "keys" / "trust" / "fetched", pairs.values())


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


def _keep(kind: str, der: bytes) -> None:
    directory = Path(settings.DATA_DIR) / "keys" / "trust" / kind
    name = hashlib.sha256(der).hexdigest()[:32]
    write_private(directory / f"{name}.pem", load_all([der])[0].public_bytes(Encoding.PEM))


@cache
def _authority(directory: Path) -> DemoAuthority:
    return DemoAuthority(directory / "authority")


def _all(directory: Path, pattern: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(directory.glob(pattern)))


def _der_of(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)


def _lock() -> Fernet:
    digest = hashlib.sha256(b"khuevan.signing.pin:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
