"""A family makes a link to the whole way of a pupil, and takes it back."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.registry.isolation.api import Scope
from khuevan.registry.people.api import Person
from khuevan.school.transcripts.api import DAYS, Version, hash_of, looking_as

from ..models import Link

PURPOSE_LIMIT, TOKEN_BYTES = 120, 18


def share(actor: Actor, pupil: Person, days: int, purpose: str = "") -> tuple[Link, str]:
    """A link to everything issued about the family's own pupil, with its token, which is kept nowhere.

    Raises ``NotFound`` for others' pupils or while nothing is issued, ``Invalid`` for another number of days.
    """
    if days not in DAYS:
        choices = ", ".join(map(str, DAYS))
        raise Invalid(_("Thời hạn không hợp lệ."), hint=_("Chọn một trong: %(days)s ngày.") % {"days": choices})
    issued = Version.objects.filter(student_id=pupil.pk, issued_at__isnull=False, superseded_at=None, revoked_at=None)
    latest = issued.order_by("-issued_at").values_list("school_id", flat=True).first()
    if actor.kind != "guardian" or pupil.pk not in actor.student_ids or latest is None:
        raise NotFound(_("Chưa có học bạ nào đã phát hành để chia sẻ."))
    token, moment = secrets.token_urlsafe(TOKEN_BYTES), now()
    made = Link.objects.create(
        school_id=latest, student_id=pupil.pk, token_hash=hash_of(token),
        purpose=purpose.replace("\x00", "").strip()[:PURPOSE_LIMIT], created_by=actor.user_id,
        created_by_name=actor.name, created_at=moment, expires_at=moment + timedelta(days=days),
    )  # fmt: skip
    return made, token


def withdraw(actor: Actor, uid: UUID) -> Link:
    """Let a link lead nowhere from now on. Raises ``NotFound`` for somebody else's."""
    found = Link.objects.filter(uid=uid, student_id__in=actor.student_ids).select_related("student").first()
    if found is None:
        raise NotFound(_("Không tìm thấy liên kết này."))
    Link.objects.filter(pk=found.pk, withdrawn_at=None).update(withdrawn_at=now())
    return found


def count_opening(link: Link, back: Scope) -> None:
    """Note that a link was opened."""
    with looking_as(Scope("staff", frozenset({link.school_id})), back):
        Link.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now())
