"""A view by e-mail, and the link by which whoever gets it ends that."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

_SALT = "ioc.unsubscribe"


def token_of(school_id: int, uid: UUID) -> str:
    """What opens a subscription to whoever holds it."""
    return Signer(salt=_SALT).sign(f"{school_id}.{uid}")


def opened(token: str) -> tuple[int, UUID] | None:
    """School and subscription of a token, ``None`` where it is none of ours."""
    try:
        school, _dot, uid = Signer(salt=_SALT).unsign(token).partition(".")
        return int(school), UUID(uid)
    except (BadSignature, ValueError):
        return None


def send_pdf(to: str, name: str, day: str, content: bytes, token: str) -> None:
    """Raises ``OSError`` and ``smtplib.SMTPException`` where the mail server cannot be reached or refuses.

    The link stands in the text and in the heads by which mail programs show a button (RFC 8058).
    """
    link = f"{settings.PUBLIC_URL}{reverse('ioc:unsubscribe', args=[token])}"
    said = {"name": name, "day": day, "link": link}
    body = _("“%(name)s”, số liệu ngày %(day)s, ở tệp PDF kèm theo.\n\nNgừng nhận thư này: %(link)s\n") % said
    message = EmailMessage(_("%(name)s, ngày %(day)s") % said, body, to=[to])
    message.extra_headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message.attach("trung-tam-dieu-hanh.pdf", content, "application/pdf")
    message.send()
