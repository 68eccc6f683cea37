"""How often one address may ask the public pages."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from khuevan.kernel.errors import DomainError

PER_MINUTE = 30
WINDOW_SECONDS = 60


class TooMany(DomainError):
    """Too many questions from one address."""

    code = "too_many"
    status = 429


def refuse_flood(address: str, what: str) -> None:
    """Count this question; raises ``TooMany`` beyond ``PER_MINUTE`` within a minute of the first."""
    key = f"transcripts:{what}:{address}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        asked = cache.incr(key)
    except ValueError:  # the minute ended between the two
        asked = 1
    if asked > PER_MINUTE:
        raise TooMany(_("Địa chỉ mạng này hỏi quá nhiều lần."), hint=_("Chờ một phút rồi thử lại."))
