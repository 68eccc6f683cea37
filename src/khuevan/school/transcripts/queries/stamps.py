"""What is stamped, what waits for it, and what the stamps say."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, QuerySet

from khuevan.kernel.clock import now
from khuevan.platform.signing.api import check_evidence, evidence_record, good_until, trust_anchors
from khuevan.platform.signing.ports import Renewal, TimeStamp

from ..models import Stamp, StampedVersion, StampRenewal, Version

TROUBLE = "transcripts.stamper"


@dataclass(frozen=True)
class Waiting:
    """Transcripts of a school that are issued and wait for their time-stamp; why and since when, if it fails."""

    count: int
    why: str = ""
    since: datetime | None = None


def unstamped(school_id: int | None = None) -> QuerySet[Version]:
    """Issued versions under no stamp, of a school or of all."""
    found = Version.objects.filter(issued_at__isnull=False)
    found = found.filter(school_id=school_id) if school_id else found
    under = StampedVersion.objects.filter(school_id=OuterRef("school_id"), version_id=OuterRef("pk"))
    return found.filter(~Exists(under))


def tailless(school_id: int | None = None) -> QuerySet[StampedVersion]:
    """Stamped versions whose papers have no stamp of their own yet."""
    found = StampedVersion.objects.filter(tail=None, version__pdf__isnull=False)
    return found.filter(school_id=school_id) if school_id else found


def waiting(school_id: int) -> Waiting | None:
    """What of a school waits for its stamp; None where nothing does or no authority is named."""
    count = unstamped(school_id).count() if settings.TSA else 0
    if not count:
        return None
    trouble = cache.get(TROUBLE) or {}
    since = datetime.fromisoformat(trouble["since"]) if trouble else None
    return Waiting(count, trouble.get("why", ""), since)


def group_of(version: Version) -> list[bytes]:
    """The digests of a version's files: the document, and the sealed paper where there is one."""
    digests = [version.digest, version.pdf.sha256 if version.pdf else ""]
    return [bytes.fromhex(digest) for digest in digests if digest]


def under(version: Version) -> StampedVersion | None:
    """The stamp of a version, with what leads to it."""
    return StampedVersion.objects.filter(version=version).select_related("stamp").first()


def renewals_of(stamp: Stamp) -> list[Renewal]:
    """The later stamps over a stamp, in their order; one query."""
    found = StampRenewal.objects.filter(stamp=stamp).order_by("at", "pk")
    return [Renewal(bytes(token), bytes(path)) for token, path in found.values_list("token", "path")]


def last_tokens(school_id: int) -> dict[int, bytes]:
    """By each stamp of a school (id) the token that is to be renewed next; two queries."""
    found = {pk: bytes(token) for pk, token in Stamp.objects.filter(school_id=school_id).values_list("pk", "token")}
    later = StampRenewal.objects.filter(school_id=school_id).order_by("at", "pk")
    return found | {stamp: bytes(token) for stamp, token in later.values_list("stamp_id", "token")}


def ending(school_id: int, before: datetime) -> dict[int, bytes]:
    """Of those the ones that still count and whose authority's certificate ends before a moment."""
    trust, moment = trust_anchors(), now()
    ends = {pk: (token, good_until(token, trust, moment)) for pk, token in last_tokens(school_id).items()}
    return {pk: token for pk, (token, end) in ends.items() if end is not None and end < before}


def stamp_of(version: Version) -> TimeStamp | None:
    """What the stamp of a version says; None where there is none. ``pdf`` must be at hand."""
    found = under(version)
    if found is None:
        return None
    path, token = bytes(found.path), bytes(found.stamp.token)
    later = renewals_of(found.stamp)
    return check_evidence(
        group_of(version), path, token, trust_anchors(), now(), since=version.issued_at, renewals=later
    )  # fmt: skip


def record_of(version: Version) -> bytes | None:
    """The evidence record (RFC 4998) of a version's files, to be checked anywhere."""
    found = under(version)
    if found is None:
        return None
    later = renewals_of(found.stamp)
    return evidence_record(group_of(version), bytes(found.path), bytes(found.stamp.token), later)
