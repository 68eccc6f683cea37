"""Transcripts go to the Sở, which takes them in or sends them back."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.platform.approvals.api import advance
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, announce, record
from khuevan.school.enrolment.api import SchoolClass

from ..events import TranscriptReturned, TranscriptsAccepted, TranscriptsSubmitted
from ..models import Version
from ..policies import TRANSCRIPT, visible
from ..ports import NothingToDo
from .subjects import BOOK


def submit(actor: Actor, class_ids: Iterable[int]) -> int:
    """Send everything that is issued in these classes; returns how many. Raises ``NotFound``, ``NothingToDo``."""
    classes = SchoolClass.objects.filter(visible(actor, "submit", SchoolClass), pk__in=list(class_ids))
    issued = Version.objects.filter(transcript__school_class__in=classes, case__state="issued", superseded_at=None)
    if not classes:
        raise NotFound(_("Không tìm thấy lớp này."))
    versions = list(issued.order_by("pk"))
    if not versions:
        raise NothingToDo(_("Không có học bạ nào chờ gửi Sở."), hint=_("Chỉ gửi được học bạ đã đóng dấu phát hành."))
    advance(actor, TRANSCRIPT, [one.case_id for one in versions], "submit")
    for school_id, ids in _by_school(versions).items():
        record(actor, school_id, BOOK, "submit", [Change("học bạ", new=len(ids))])
        announce(school_id, TranscriptsSubmitted(school_id, tuple(ids)))
    return len(versions)


def accept(actor: Actor, version_ids: Iterable[int]) -> int:
    """The Sở takes in versions that schools have sent, all or none; returns how many. Raises ``NotFound``."""
    versions = _sent(actor, "accept", version_ids)
    advance(actor, TRANSCRIPT, [one.case_id for one in versions], "accept")
    for school_id, ids in _by_school(versions).items():
        record(actor, school_id, BOOK, "accept", [Change("học bạ", new=len(ids))])
        announce(school_id, TranscriptsAccepted(school_id, tuple(ids)))
    return len(versions)


def return_(actor: Actor, version_id: int, reason: str) -> None:
    """The Sở sends one version back with a reason. Raises ``NotFound``, ``Invalid`` without a reason."""
    (version,) = _sent(actor, "return", [version_id])
    advance(actor, TRANSCRIPT, [version.case_id], "return", reason=reason)
    change = Change(version.transcript.code, old="submitted", new="returned", student_id=version.student_id)
    record(actor, version.school_id, BOOK, "return", [change], reason=reason.strip())
    told = TranscriptReturned(version.school_id, version.student_id, version.pk, reason.strip())
    announce(version.school_id, told)


def _sent(actor: Actor, verb: str, version_ids: Iterable[int]) -> list[Version]:
    wanted = set(version_ids)
    rows = Version.objects.filter(visible(actor, verb), pk__in=wanted).select_related("transcript").order_by("pk")
    found = list(rows)
    if not found or len(found) != len(wanted):
        raise NotFound(_("Có học bạ không thuộc phạm vi của Sở hoặc không còn nữa."), hint=_("Tải lại trang."))
    return found


def _by_school(versions: Iterable[Version]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for version in versions:
        found[version.school_id].append(version.pk)
    return found
