"""Where letters go: a mail server by its address, or files beside the data."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

FORM = "smtp://user:password@host:587?from=address"
PORTS = {"smtp": 587, "smtps": 465}
FILES = "django.core.mail.backends.filebased.EmailBackend"
SERVER = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 30


def mail_settings(address: str, data: Path) -> dict[str, Any]:
    """Django's settings of e-mail. ``smtp`` upgrades to TLS, ``smtps`` is TLS from the start; none goes in the clear.

    Without an address letters are files in ``data``/mail. Raises ``ValueError`` for an address of another form.
    """
    if not address:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": data / "mail", "DEFAULT_FROM_EMAIL": "khuevan@localhost"}
    said = urlsplit(address)
    sender = parse_qs(said.query).get("from", [""])[0]
    if said.scheme not in PORTS or not said.hostname or "@" not in sender:
        raise ValueError(f"KHUEVAN_SMTP: {FORM}")
    return {
        "EMAIL_BACKEND": SERVER,
        "EMAIL_HOST": said.hostname,
        "EMAIL_PORT": said.port or PORTS[said.scheme],
        "EMAIL_HOST_USER": unquote(said.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(said.password or ""),
        "EMAIL_USE_TLS": said.scheme == "smtp",
        "EMAIL_USE_SSL": said.scheme == "smtps",
        "EMAIL_TIMEOUT": SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
    }
