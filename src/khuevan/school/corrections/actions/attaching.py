"""Keep the scanned papers of a request or of a decision."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.files.api import scan_type, store

from ..models import Attachment, Wish

Scan = tuple[bytes, str]
"""The bytes of a file and its name."""
MOST = 3


def refuse_scans(scans: Sequence[Scan]) -> None:
    """Raises ``Invalid`` for more than three, or what is no PDF, JPEG or PNG of at most 5 MB."""
    if len(scans) > MOST:
        raise Invalid(_("Gửi nhiều nhất %(n)d tệp một lần.") % {"n": MOST}, hint=_("Gộp các trang vào một tệp PDF."))
    for content, _name in scans:
        scan_type(content)


def keep_scans(actor: Actor, wish: Wish, kind: str, scans: Sequence[Scan]) -> None:
    """Store scans that were not refused, readable by the school and the pupil's family."""
    about = {"school_id": wish.school_id, "student_id": wish.student_id}
    Attachment.objects.bulk_create(
        Attachment(
            wish=wish, kind=kind, **about,
            file=store(
                actor, wish.school_id, content, (name or "van-ban")[:120], scan_type(content),
                student_id=wish.student_id,
            ),
        )
        for content, name in scans
    )  # fmt: skip
