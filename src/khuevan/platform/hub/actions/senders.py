"""Let somebody send, and stop it."""

import hashlib
import secrets
from collections.abc import Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.platform.exchange.api import KINDS, demand
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Sender

BOOK = "hub"
TOKEN_BYTES = 32
LONGEST_NAME = 80
MOST_PER_MINUTE = 10_000_000


def hashed(token: str) -> str:
    """The SHA-256 (hex) of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def admit(actor: Actor, name: str, kinds: Sequence[str], per_minute: int) -> tuple[Sender, str]:
    """A new sender and its token, which is shown this once. Raises ``NotFound``, ``Invalid``, ``Conflict``."""
    demand(actor)
    name = " ".join(name.split())
    chosen = [kind for kind in KINDS if kind in kinds]
    if not (0 < len(name) <= LONGEST_NAME) or not chosen or not 1 <= per_minute <= MOST_PER_MINUTE:
        raise Invalid(
            _("Nơi gửi cần tên (dài nhất 80 kí tự), ít nhất một loại bản ghi và giới hạn mỗi phút từ 1."),
            hint=_("Ghi đủ rồi lưu lại."),
        )
    if Sender.objects.filter(name=name).exists():
        raise Conflict(_("Đã có nơi gửi mang tên này."), hint=_("Chọn tên khác."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Sender.objects.create(
        name=name, token_hash=hashed(token), kinds=chosen, per_minute=per_minute, created_at=now()
    )
    record(actor, actor.unit_id or 0, BOOK, "admit", [Change(name, None, {"loai": chosen})])
    return made, token


def renew(actor: Actor, sender: Sender) -> str:
    """A new token; the old one stops at once, a closed sender may send again."""
    demand(actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Sender.objects.filter(pk=sender.pk).update(token_hash=hashed(token), closed_at=None)
    record(actor, actor.unit_id or 0, BOOK, "renew", [Change(sender.name)])
    return token


def close(actor: Actor, sender: Sender) -> None:
    """Nothing more is taken from the sender; what is held stays."""
    demand(actor)
    if not Sender.objects.filter(pk=sender.pk, closed_at=None).update(closed_at=now()):
        raise NotFound(_("Nơi gửi này đã ngừng."))
    record(actor, actor.unit_id or 0, BOOK, "close", [Change(sender.name, "mở", "ngừng")])
