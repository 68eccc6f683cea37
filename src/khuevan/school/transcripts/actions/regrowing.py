"""New trees of a stronger digest, before SHA-256 grows old (RFC 4998 §5.2): every file is read once more.

One stamp covers all of a school, up to ``MOST`` versions; what a school has is written in one transaction. A run that
was broken off is begun again: schools that are through are not found any more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from khuevan.platform.signing.api import plant, proofs_of_tokens, regrown, stamped, stamper, trust_anchors
from khuevan.platform.signing.ports import Digest, Renewal
from khuevan.registry.isolation.api import Scope, acting

from ..models import RenewedPath, Stamp, StampedVersion, StampRenewal
from ..queries.stamps import Last, group_of, in_order, rehashed, weaker
from .renewing import keep

MOST = 20_000
AT_ONCE = 100
"""Versions that are read in one transaction; none is open for longer."""


@dataclass(frozen=True)
class Regrown:
    """What came of a school: stamps that are renewed, versions under the new tree, codes of those that were left out
    because a file is not as it was issued."""

    stamps: int = 0
    versions: int = 0
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Leaf:
    version: int
    student: int
    stamp: int
    group: list[bytes]


def regrow_school(school_id: int, digest: Digest, tell: Callable[[int], object] = lambda done: None) -> Regrown:
    """Put all that a school has stamped by a weaker digest under a tree of this one. Safe to call again.

    ``tell``: is told how many versions have been read. Raises ``StamperAway``, ``StampRefused``.
    """
    if stamper() is None:
        return Regrown()
    scope, done = Scope("staff", frozenset({school_id})), Regrown()
    while True:
        with acting(scope):
            due = _some(weaker(school_id, digest))
        if not due:
            return done
        leaves, damaged = _read(scope, list(due), digest, tell)
        if not leaves:
            return Regrown(done.stamps, done.versions, (*done.damaged, *damaged))
        proofs = proofs_of_tokens(trust_anchors(), due.values())
        root, paths = plant([leaf.group for leaf in leaves], digest, proofs)
        fresh = stamped(root, digest)
        rows = [StampRenewal(stamp_id=pk, path=b"", digest=digest, tree=True, proofs=proofs) for pk in due]
        with acting(scope):
            kept = {one.stamp_id: one for one in keep(school_id, rows, due, fresh, "regrow_stamps")}
            RenewedPath.objects.bulk_create(
                (
                    RenewedPath(
                        school_id=school_id, student_id=leaf.student, version_id=leaf.version,
                        renewal=kept[leaf.stamp], path=path,
                    )
                    for leaf, path in zip(leaves, paths, strict=True) if leaf.stamp in kept
                ),
                batch_size=1000,
            )  # fmt: skip
        under = sum(leaf.stamp in kept for leaf in leaves)
        done = Regrown(done.stamps + len(kept), done.versions + under, (*done.damaged, *damaged))


def _some(found: dict[int, Last]) -> dict[int, bytes]:
    """Stamps with no more than ``MOST`` versions together, or one; and their last tokens."""
    sizes = Stamp.objects.filter(pk__in=list(found)).order_by("pk").values_list("pk", "count")
    taken, many = {}, 0
    for pk, count in sizes:
        many += count
        if taken and many > MOST:
            break
        taken[pk] = found[pk].token
    return taken


def _read(
    scope: Scope, stamps: Sequence[int], digest: Digest, tell: Callable[[int], object]
) -> tuple[list[_Leaf], list[str]]:  # fmt: skip
    """Every version under stamps as a leaf of the new tree, and the codes of those that are not as issued."""
    leaves: list[_Leaf] = []
    damaged: list[str] = []
    for one, later in _under(scope, stamps):
        read, group = rehashed(one.version), group_of(one.version)
        if read("sha256") == group:
            new = regrown(group, bytes(one.path), bytes(one.stamp.token), later, digest, read)
            leaves.append(_Leaf(one.version_id, one.student_id, one.stamp_id, [*new]))
        else:
            damaged.append(one.version.verify_code)
        tell(len(leaves) + len(damaged))
    return leaves, damaged


def _under(scope: Scope, stamps: Sequence[int]) -> Iterator[tuple[StampedVersion, list[Renewal]]]:
    """The versions under stamps with their renewals so far; three queries for ``AT_ONCE`` of them."""
    after = 0
    rows: dict[int, list[StampRenewal]] = defaultdict(list)
    with acting(scope):
        for renewal in StampRenewal.objects.filter(stamp_id__in=stamps).order_by("at", "pk"):
            rows[renewal.stamp_id].append(renewal)
    while True:
        with acting(scope):
            found = StampedVersion.objects.filter(stamp_id__in=stamps, pk__gt=after).defer("tail").order_by("pk")
            some = list(found.select_related("version__pdf", "stamp")[:AT_ONCE])
            paths: dict[int, dict[int, bytes]] = defaultdict(dict)
            for own in RenewedPath.objects.filter(version_id__in=[one.version_id for one in some]):
                paths[own.version_id][own.renewal_id] = bytes(own.path)
        if not some:
            return
        yield from ((one, in_order(rows[one.stamp_id], paths[one.version_id])) for one in some)
        after = some[-1].pk
