"""Ask for a correction, take the request back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed
from khuevan.platform.approvals.api import advance, open_case
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.audit.api import Change, announce, record
from khuevan.registry.isolation.api import Scope, enter
from khuevan.school.transcripts.api import Version, read_document

from ..events import CorrectionAsked
from ..models import Wish
from ..policies import CORRECTION, may
from ..queries.parts import parts_of
from ..queries.wishes import open_to_wishes
from .attaching import Scan, keep_scans, refuse_scans

BOOK = "transcripts"
SHORTEST, LONGEST = 10, 500


def ask(actor: Actor, version: Version, part: str, what: str, scans: Sequence[Scan] = ()) -> Wish:
    """Ask the school to correct a part of an issued version that the actor may read.

    ``scans``: of papers that show it. Raises ``Invalid`` for another part, too few words or files that cannot be kept,
    ``Conflict`` where the version is no longer in force or the
    same part is asked about already.
    """
    said = " ".join(what.replace("\x00", "").split())
    name = dict(parts_of(read_document(version.xml))).get(part)
    if name is None:
        raise Invalid(_("Chưa chọn phần bị sai."), hint=_("Chọn phần của học bạ cần đính chính."))
    if not SHORTEST <= len(said) <= LONGEST:
        raise Invalid(
            _("Chưa ghi rõ chỗ sai."),
            hint=_(
                "Ghi chỗ sai và điều đúng, từ 10 đến 500 chữ cái, như: Điểm Toán cuối kì II là 9,0, không phải 6,0."
            ),
        )
    if not open_to_wishes(version):
        raise Conflict(_("Học bạ này không còn hiệu lực."), hint=_("Mở bản mới nhất rồi đề nghị ở đó."))
    refuse_scans(scans)
    with _in_school(actor, version.school_id):
        wish = _write(actor, version, part, name, said)
        keep_scans(actor, wish, "request", scans)
        change = Change(version.transcript.code, new=f"{name}: {said}"[:300], student_id=version.student_id)
        record(actor, version.school_id, BOOK, "correction-ask", [change])
        announce(version.school_id, CorrectionAsked(version.school_id, version.student_id, wish.pk))
    return wish


def withdraw(actor: Actor, wish: Wish) -> None:
    """Take back a request that waits. Raises ``NotAllowed`` unless it is the actor's, ``Conflict`` once decided."""
    if not may(actor, "withdraw", wish):
        raise NotAllowed(_("Chỉ người đề nghị được rút đề nghị."))
    with _in_school(actor, wish.school_id):
        advance(actor, CORRECTION, [wish.case_id], "withdraw")
        Wish.objects.filter(pk=wish.pk).update(ended_at=now())
        change = Change(wish.version.transcript.code, old="đề nghị", new="đã rút", student_id=wish.student_id)
        record(actor, wish.school_id, BOOK, "correction-withdraw", [change])


def _write(actor: Actor, version: Version, part: str, name: str, said: str) -> Wish:
    try:
        with transaction.atomic():
            return Wish.objects.create(
                school_id=version.school_id, student_id=version.student_id, version=version, part=part, part_name=name,
                what=said, as_family=actor.kind == "guardian", asked_by=actor.user_id, asked_by_name=actor.name,
                asked_at=now(), case=open_case(actor, CORRECTION, version.school_id, version.student_id),
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(
            _("Phần này đã được đề nghị đính chính."), hint=_("Xem đề nghị đang chờ ở trang Đính chính."), code="asked"
        ) from None


@contextmanager
def _in_school(actor: Actor, school_id: int) -> Iterator[None]:
    """A family writes into the school's books for a moment, about its own pupil; others act for the school anyway."""
    with transaction.atomic():
        enter(Scope("staff", frozenset({school_id})))
        yield
        enter(scope_of(actor))
