"""Time-stamps for what has been issued: asked for afterwards, so that nobody waits for the authority.

No transaction is open while the authority is asked. What was reached stays; what is left is found again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache

from khuevan.kernel.clock import now
from khuevan.platform.approvals.api import PROGRAM
from khuevan.platform.signing.api import (
    good_until,
    last_token,
    plant,
    stamp_pdf,
    stamped,
    stamper,
    trust_anchors,
)
from khuevan.platform.signing.ports import StamperAway, StampRefused, TimeStamper, Trust, UnfitDocument
from khuevan.registry.audit.api import Change, order, record
from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import Scope, acting

from ..models import Stamp, StampedVersion
from ..queries.stamps import TROUBLE, group_of, tailless, unstamped
from .subjects import BOOK

MOST = 5000
PAPERS_AT_ONCE = 20
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when a paper holds that cannot have a stamp: it is not looked at again."""


def order_stamps(school_id: int) -> None:
    """Let what is issued be stamped by a worker, after this transaction."""
    if settings.TSA:
        order("transcripts.stamp", school_id=school_id)


def stamp_school(school_id: int) -> int:
    """Stamp what a school has issued and is not stamped yet; the number of transcripts. Safe to call again.

    Where the authority is away or answers wrongly nothing is lost: the reason is kept for the screens, and raised.
    """
    if stamper() is None:
        return 0
    try:
        done = _stamp_versions(school_id)
        if settings.TSA_PAPERS:
            _stamp_papers(school_id)
    except (StamperAway, StampRefused) as trouble:
        cache.set(TROUBLE, {"since": _since(), "why": trouble.message}, None)
        raise
    cache.delete(TROUBLE)
    return done


def waiting_schools() -> list[int]:
    """Schools with something to stamp; to be asked for the province."""
    with acting(Scope("province")):
        schools = set(tailless().values_list("school_id", flat=True)) if settings.TSA_PAPERS else set()
        return sorted(set(unstamped().values_list("school_id", flat=True)) | schools)


def _since() -> str:
    """Since when the authority has been failing: from now on, or from an earlier time that is known."""
    known = cache.get(TROUBLE) or {}
    return str(known.get("since") or now().isoformat())


def _stamp_versions(school_id: int) -> int:
    scope, done = Scope("staff", frozenset({school_id})), 0
    while True:
        with acting(scope):
            due = list(unstamped(school_id).select_related("pdf").order_by("pk").defer("xml")[:MOST])
        if not due:
            return done
        root, paths = plant([group_of(one) for one in due])
        stamp = stamped(root)
        with acting(scope):
            kept = Stamp.objects.create(
                school_id=school_id, token=stamp.token, at=stamp.at, authority=stamp.authority[:160],
                serial=stamp.serial, count=len(due), created_at=now(),
            )  # fmt: skip
            StampedVersion.objects.bulk_create(
                [
                    StampedVersion(school_id=school_id, student_id=one.student_id, version=one, stamp=kept, path=path)
                    for one, path in zip(due, paths, strict=True)
                ],
                ignore_conflicts=True,
            )
            change = Change("stamp", new=f"{kept.authority} · {kept.serial} · {len(due)}")
            record(PROGRAM, school_id, BOOK, "stamp", [change])
        done += len(due)


def _stamp_papers(school_id: int) -> None:
    scope = Scope("staff", frozenset({school_id}))
    with acting(scope):
        ids = list(tailless(school_id).values_list("pk", flat=True))
    for at in range(0, len(ids), PAPERS_AT_ONCE):
        with acting(scope):
            found = (
                tailless(school_id).filter(pk__in=ids[at : at + PAPERS_AT_ONCE]).select_related("version__pdf", "stamp")
            )
            papers = [(one, content_of(one.version.pdf)) for one in found if one.version.pdf]
        _keep_tails(scope, papers)


def _keep_tails(scope: Scope, papers: Sequence[tuple[StampedVersion, bytes]]) -> None:
    trust, authority = trust_anchors(), stamper()
    for one, paper in papers:
        if authority is None:
            return
        keep_tail(scope, one, paper, authority, trust, bytes(one.stamp.token))


def keep_tail(
    scope: Scope, one: StampedVersion, paper: bytes, authority: TimeStamper, trust: Trust, token: bytes
) -> bool:  # fmt: skip
    """Put one more stamp behind a paper and its tails so far, and note until when it holds; whether that was done.

    ``token``: one of the same authority. A paper that cannot have one is not looked at again.
    """
    earlier = bytes(one.tail or b"")
    try:
        tail = earlier + stamp_pdf(paper, authority, trust, token, earlier)
    except UnfitDocument:
        tail = earlier
    until = good_until(last_token(paper, tail), trust, now()) if tail else None
    with acting(scope):
        found = StampedVersion.objects.filter(pk=one.pk, tail_until=one.tail_until)
        same = found.filter(tail__isnull=True) if one.tail is None else found.filter(tail__isnull=False)
        return bool(same.update(tail=tail, tail_until=until or NEVER)) and len(tail) > len(earlier)
