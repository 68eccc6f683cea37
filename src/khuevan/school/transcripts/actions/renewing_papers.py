"""One more tail behind papers whose own stamp ends soon: PAdES B-LTA renewed (EN 319 142-1), a stamp a paper."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from khuevan.kernel.clock import now
from khuevan.platform.signing.api import digest_of, good_until, last_token, stamped, stamper, trust_anchors
from khuevan.registry.files.api import content_of
from khuevan.registry.isolation.api import Scope, acting

from ..models import StampedVersion
from ..queries.stamps import ending_papers
from .renewing import AHEAD, refuse_no_later
from .stamping import PAPERS_AT_ONCE, keep_tail


def renew_papers(school_id: int, before: datetime | None = None) -> int:
    """Put another stamp behind the papers of a school whose last one ends ``before`` (in half a year); how many.

    Safe to call again: what was reached stays. Raises ``StamperAway``, and ``StampRefused`` where the authority still
    uses a certificate that ends no later.
    """
    authority, scope, end = stamper(), Scope("staff", frozenset({school_id})), before or now() + AHEAD
    if authority is None or not settings.TSA_PAPERS:
        return 0
    trust, token, done = trust_anchors(), b"", 0
    for one, paper in _due(scope, school_id, end):
        last = last_token(paper, bytes(one.tail or b""))
        if _noted(scope, one, good_until(last, trust, now()), end):
            continue
        if not token:
            token = stamped(digest_of(paper)).token
            refuse_no_later(token, [last])
        done += keep_tail(scope, one, paper, authority, trust, token)
    return done


def _due(scope: Scope, school_id: int, before: datetime) -> Iterator[tuple[StampedVersion, bytes]]:
    after = 0
    while True:
        with acting(scope):
            found = ending_papers(school_id, before).filter(pk__gt=after).order_by("pk")
            some = list(found.select_related("version__pdf")[:PAPERS_AT_ONCE])
            papers = [(one, content_of(one.version.pdf)) for one in some if one.version.pdf]
        if not some:
            return
        yield from papers
        after = some[-1].pk


def _noted(scope: Scope, one: StampedVersion, end: datetime | None, before: datetime) -> bool:
    """Note of a paper that was stamped before such notes were made until when it holds; whether that is long enough.

    One whose stamp does not count any more cannot be helped by another: it is left as it is.
    """
    if end is not None and one.tail_until is None:
        with acting(scope):
            StampedVersion.objects.filter(pk=one.pk).update(tail_until=end)
        one.tail_until = end
    return end is None or end >= before
