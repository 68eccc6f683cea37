"""How often one address may ask the public pages."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import DomainError

PER_MINUTE = 30
WINDOW_SECONDS = 60


class TooMany(DomainError):
    """Too many questions from one address."""

    code = "too_many"
    status = 429


def refuse_flood(address: str, what: str) -> None:
    """Count this question; raises ``TooMany`` beyond ``PER_MINUTE`` in one minute of the clock.

    The minute is part of the key, because counting up makes an entry of this cache live on.
    """
    key = f"transcripts:{what}:{address}:{now().timestamp() // WINDOW_SECONDS:.0f}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        asked = cache.incr(key)
    except ValueError:  # thrown out between the two
        asked = 1
    if asked > PER_MINUTE:
        raise TooMany(_("Địa chỉ mạng này hỏi quá nhiều lần."), hint=_("Chờ một phút rồi thử lại."))
