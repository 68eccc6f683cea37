"""Evidence over decades: one time-stamp for many documents, and those that follow it (RFC 4998).

The first stamp is over a tree of documents' digests. What leads from a group to the root is kept beside it, and written
as an evidence record where somebody wants to check it elsewhere. Two kinds of renewal follow:

- before the certificate of an authority ends, a later stamp covers the earlier token (§5.2, first half);
- before a digest grows weak, a new tree of a stronger one covers the documents once more, each with all that proved it
  so far (second half).

Each token counts by what is known at the time of the next, only the last by what is known today. With a renewal lies
what was said then of the earlier authority (``proofs``), and the new token covers that too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import core
from django.utils.translation import gettext as _

from ..ports import Digest, Renewal, TimeStamp, Trust
from .der import CONTEXT_0, CONTEXT_2, SEQUENCE, der
from .findings import problem
from .hash_tree import Group, digest_of, identifier, plant, root_of, steps
from .proofs import attributes_of, kept_proofs, knowing
from .stamp_token import check_token

Rehashed = Callable[[Digest], Group]
"""The documents of a group by another digest; asked only where there is a tree of that digest."""


def check_evidence(
    group: Group, path: bytes, token: bytes, trust: Trust, now: datetime, *, since: datetime | None = None,
    renewals: Sequence[Renewal] = (), rehashed: Rehashed | None = None,
) -> TimeStamp:  # fmt: skip
    """What a batch's token says of a group. Never raises on bad input; ``since`` as in ``check_token``.

    ``renewals``: in the order in which they were made; where one does not hold, the stamp does not count.
    """
    links = _links(group, path, token, renewals, rehashed)
    problems, after, over = [], now, None
    for at, link in reversed([*enumerate(links)]):
        wiser = knowing(trust, links[at + 1].proofs) if at + 1 < len(links) else trust
        found = _check(link, wiser, after, None if at else since)
        problems += [*found.problems]
        if over and over.at and found.at and over.at < found.at:
            problems.append(problem("stamp_time", who=over.authority, what=_("trước dấu được gia hạn")))
        after, over = found.at or after, found
    return replace(found, problems=tuple(dict.fromkeys(problems)))


def evidence_record(
    group: Group, path: bytes, token: bytes, renewals: Sequence[Renewal] = (), rehashed: Rehashed | None = None
) -> bytes:
    """The evidence record (DER) of a group, which any of its documents can be checked with: a chain of archive
    time-stamps for each digest, renewals behind the first, and what is needed to check past authorities."""
    links = _links(group, path, token, renewals, rehashed)
    used = dict.fromkeys(link.digest for link in links)
    attributes = [one for link in links for one in attributes_of(link.proofs)]
    kept = [der(CONTEXT_0, *attributes)] if attributes else []
    algorithms = der(SEQUENCE, *(der(SEQUENCE, identifier(one)) for one in used))
    return der(SEQUENCE, core.Integer(1).dump(), algorithms, *kept, _sequence(links))


def plant_renewal(
    tokens: Sequence[bytes], digest: Digest = "sha256", proofs: bytes = b""
) -> tuple[bytes, list[bytes]]:  # fmt: skip
    """The root over tokens that are to be renewed by one stamp, and for each the hashes beside its way up."""
    return plant([[digest_of(token, digest)] for token in tokens], digest, proofs)


def regrown(
    group: Group, path: bytes, token: bytes, renewals: Sequence[Renewal], digest: Digest, rehashed: Rehashed
) -> Group:  # fmt: skip
    """What a group is in a new tree: its documents' digests, each with all archive time-stamps so far (§5.2)."""
    return _with_past(_links(group, path, token, renewals, rehashed), rehashed(digest), digest)


@dataclass(frozen=True, slots=True)
class _Link:
    """One archive time-stamp: ``group`` is what its path starts from; None where its documents are not at hand."""

    group: Group | None
    path: bytes
    token: bytes
    digest: Digest
    begins: bool
    proofs: bytes = b""


def _links(
    group: Group, path: bytes, token: bytes, renewals: Sequence[Renewal], rehashed: Rehashed | None
) -> list[_Link]:  # fmt: skip
    links = [_Link(group, path, token, "sha256", True)]
    for one in renewals:
        covered: Group | None = [digest_of(links[-1].token, one.digest)]
        if one.tree:
            covered = _with_past(links, rehashed(one.digest), one.digest) if rehashed else None
        links.append(_Link(covered, one.path, one.token, one.digest, one.tree, one.proofs))
    return links


def _with_past(links: Sequence[_Link], documents: Group, digest: Digest) -> Group:
    past = digest_of(_sequence(links), digest)
    return [digest_of(one + past, digest) for one in documents]


def _sequence(links: Sequence[_Link]) -> bytes:
    """ArchiveTimeStampSequence: a new tree begins a new chain."""
    chains: list[list[bytes]] = []
    for link in links:
        if link.begins:
            chains.append([])
        chains[-1].append(_archive_stamp(link))
    return der(SEQUENCE, *(der(SEQUENCE, *chain) for chain in chains))


def _archive_stamp(link: _Link) -> bytes:
    lists = [sorted(link.group or []), *([one] for one in steps(link.path, link.digest))]
    tree = (der(SEQUENCE, *(core.OctetString(one).dump() for one in hashes)) for hashes in lists)
    return der(SEQUENCE, der(CONTEXT_0, identifier(link.digest)), der(CONTEXT_2, *tree), link.token)


def _check(link: _Link, trust: Trust, now: datetime, since: datetime | None) -> TimeStamp:
    try:
        root = root_of(link.group or [], link.path, link.digest)
        if link.proofs and not _covers(link):
            raise ValueError("proofs")
    except ValueError:
        return TimeStamp(None, "", problems=(problem("stamp_malformed"),), token=link.token)
    return check_token(link.token, root, trust, now, since=since, algorithm=link.digest)


def _covers(link: _Link) -> bool:
    """Whether the kept proofs hang beside the tree, and are what we write."""
    hung = steps(link.path, link.digest)[-1:]
    return hung == [digest_of(link.proofs, link.digest)] and kept_proofs(link.proofs) is not None
