"""Keep scanned papers with an event."""

from hashlib import sha256

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import store

from ..models import LifeEvent, Paper
from .holding import demand

LARGEST = 5 * 1024 * 1024
_KINDS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


def media_type(content: bytes) -> str:
    """What a scanned paper is, by its first bytes. Raises ``Invalid``."""
    if len(content) > LARGEST:
        raise Invalid(_("Tệp lớn hơn 5 MB."), hint=_("Chụp hoặc quét lại ở cỡ nhỏ hơn."), code="too_large")
    for begins, kind in _KINDS:
        if content.startswith(begins):
            return kind
    raise Invalid(
        _("Không nhận được loại tệp này."), hint=_("Gửi bản quét PDF, hoặc ảnh JPEG, PNG."), code="media_type"
    )


def attach(actor: Actor, event: LifeEvent, content: bytes, name: str) -> Paper:
    """One paper more; it is never exchanged. A paper that is sent twice is kept once."""
    demand(actor, "undo", event)
    same = Paper.objects.filter(school_id=event.school_id, event=event, file__sha256=sha256(content).hexdigest())
    if kept := same.first():
        return kept
    file = store(actor, event.school_id, content, name[:120], media_type(content), student_id=event.student_id)
    return Paper.objects.create(school_id=event.school_id, student_id=event.student_id, event=event, file=file)
