"""What is stamped, what waits for it, and what the stamps say."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet

from khuevan.kernel.clock import now
from khuevan.platform.signing.api import check_evidence, digest_of, evidence_record, good_until, trust_anchors
from khuevan.platform.signing.ports import Digest, Renewal, TimeStamp
from khuevan.registry.files.api import ContentLost, content_of

from ..models import RenewedPath, Stamp, StampedVersion, StampRenewal, Version

TROUBLE = "transcripts.stamper"
STRENGTH: tuple[Digest, ...] = ("sha256", "sha512", "sha3_512")


@dataclass(frozen=True)
class Last:
    """The newest token (DER) of a stamp and its renewals, and the digest of the tree that it stands on."""

    token: bytes
    digest: Digest = "sha256"


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


def rehashed(version: Version) -> Callable[[Digest], list[bytes]]:
    """The files of a version by another digest, read once more; none of them where one is not as it was issued."""

    files: list[bytes] = []

    def read(digest: Digest) -> list[bytes]:
        if not files:
            with suppress(ContentLost):
                own = [version.xml.encode(), *([content_of(version.pdf)] if version.pdf else [])]
                files.extend(own if [digest_of(one) for one in own] == group_of(version) else [])
        return [digest_of(one, digest) for one in files]

    return read


def under(version: Version) -> StampedVersion | None:
    """The stamp of a version, with what leads to it."""
    return StampedVersion.objects.filter(version=version).select_related("stamp").first()


def renewals_of(found: StampedVersion) -> list[Renewal]:
    """The later stamps over a version's stamp, in their order; two queries at most.

    They end before a new tree that leaves the version out, because its files were not as issued when it was planted.
    """
    rows = list(StampRenewal.objects.filter(stamp_id=found.stamp_id).order_by("at", "pk"))
    own = RenewedPath.objects.filter(version_id=found.version_id) if any(one.tree for one in rows) else []
    return in_order(rows, {one.renewal_id: bytes(one.path) for one in own})


def in_order(rows: Sequence[StampRenewal], paths: Mapping[int, bytes]) -> list[Renewal]:
    """Rows of one stamp as renewals; ``paths``: of a version, by the new tree's row."""
    made = []
    for one in rows:
        if one.tree and one.pk not in paths:
            break
        path = paths[one.pk] if one.tree else bytes(one.path)
        digest: Digest = one.digest  # type: ignore[assignment]
        made.append(Renewal(bytes(one.token), path, digest, one.tree, bytes(one.proofs)))
    return made


def last_tokens(school_id: int) -> dict[int, Last]:
    """By each stamp of a school (id) the token that is to be renewed next; two queries."""
    first = Stamp.objects.filter(school_id=school_id).values_list("pk", "token")
    found = {pk: Last(bytes(token)) for pk, token in first}
    later = (
        StampRenewal.objects.filter(school_id=school_id).order_by("at", "pk").values_list("stamp", "token", "digest")
    )
    return found | {pk: Last(bytes(token), digest) for pk, token, digest in later}


def ending(school_id: int, before: datetime) -> dict[int, Last]:
    """Of those the ones that still count and whose authority's certificate ends before a moment."""
    trust, moment = trust_anchors(), now()
    ends = {pk: (last, good_until(last.token, trust, moment)) for pk, last in last_tokens(school_id).items()}
    return {pk: last for pk, (last, end) in ends.items() if end is not None and end < before}


def ending_papers(school_id: int, before: datetime) -> QuerySet[StampedVersion]:
    """Papers whose last stamp of their own ends before a moment; of those never looked at nothing is known."""
    found = StampedVersion.objects.filter(school_id=school_id, tail__isnull=False).exclude(tail=b"")
    return found.filter(Q(tail_until=None) | Q(tail_until__lt=before))


def weaker(school_id: int, digest: Digest) -> dict[int, Last]:
    """Of a school's stamps those whose last token covers a weaker digest than this."""
    return {
        pk: last for pk, last in last_tokens(school_id).items() if STRENGTH.index(last.digest) < STRENGTH.index(digest)
    }


def stamp_of(version: Version) -> TimeStamp | None:
    """What the stamp of a version says; None where there is none. ``pdf`` must be at hand."""
    found = under(version)
    if found is None:
        return None
    path, token = bytes(found.path), bytes(found.stamp.token)
    return check_evidence(
        group_of(version), path, token, trust_anchors(), now(), since=version.issued_at, renewals=renewals_of(found),
        rehashed=rehashed(version),
    )  # fmt: skip


def record_of(version: Version) -> bytes | None:
    """The evidence record (RFC 4998) of a version's files, to be checked anywhere."""
    found = under(version)
    if found is None:
        return None
    path, token = bytes(found.path), bytes(found.stamp.token)
    return evidence_record(group_of(version), path, token, renewals_of(found), rehashed(version))
