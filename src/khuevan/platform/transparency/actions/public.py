"""Publish the facts of a day as leaves of public logs."""

from datetime import date, datetime, time, timedelta

from khuevan.kernel.clock import TIME_ZONE, now
from khuevan.kernel.merkle import Frontier, root

from ..adapters import log_key
from ..models import BLOCK, PublicBlock, PublicCheckpoint, PublicLeaf
from ..ports import PublicFact, logs
from ..queries.public import StoredTree, last_public
from ..rules.note import Tree, signed
from ..rules.public import fact_leaf

LATEST_COMMIT = timedelta(days=2)
"""How long after it became true a fact may still be committed."""
BEGINNING = datetime(2000, 1, 1, tzinfo=TIME_ZONE)


def publish_logs(day: date, origin: str) -> None:
    """Let every public log grow by what became true until the end of ``day`` (Vietnamese time); once a day and log.

    Acts for the province, under the lock of publication. ``origin``: of the names in checkpoints.
    """
    done = set(PublicCheckpoint.objects.filter(day=day).values_list("log", flat=True))
    for name, facts in logs().items():
        last = last_public(name)
        if name in done or (last and last.day > day):
            continue
        end = datetime.combine(day + timedelta(days=1), time.min, TIME_ZONE)
        since = datetime.combine(last.day, time.min, TIME_ZONE) - LATEST_COMMIT if last else BEGINNING
        known = set(PublicLeaf.objects.filter(log=name, at__gte=since).values_list("hash", flat=True))
        fresh = sorted(facts(since, end), key=lambda one: (one.at, one.about))
        _grow(name, day, origin, last, [one for one in fresh if fact_leaf(one.said).hex() not in known])


def _grow(name: str, day: date, origin: str, last: PublicCheckpoint | None, fresh: list[PublicFact]) -> None:
    log = Frontier(last.size, map(bytes.fromhex, last.peaks)) if last else Frontier()
    start, leaves = log.size, []
    for fact in fresh:
        digest = fact_leaf(fact.said)
        leaves.append(
            PublicLeaf(
                log=name, position=log.size, about=fact.about, at=fact.at, said=dict(fact.said), hash=digest.hex()
            )
        )
        log.append(digest)
    PublicLeaf.objects.bulk_create(leaves, batch_size=5000)
    _keep_blocks(name, start, log.size)
    tree = Tree(f"{origin}/{name}", log.size, log.root(), day)
    PublicCheckpoint.objects.create(
        log=name,
        day=day,
        size=log.size,
        root=tree.root.hex(),
        peaks=[peak.hex() for peak in log.peaks],
        note=signed(tree, log_key.public_bytes(), log_key.sign),
        at=now(),
    )


def _keep_blocks(name: str, start: int, end: int) -> None:
    """Keep the roots of blocks that have become full."""
    first, last = start // BLOCK, end // BLOCK
    tree = StoredTree(name, end, [b""] * first)
    hashes = tree.leaves(first * BLOCK, last * BLOCK)
    roots = [root(hashes[at : at + BLOCK]).hex() for at in range(0, len(hashes), BLOCK)]
    made = [PublicBlock(log=name, position=first + n, root=one) for n, one in enumerate(roots)]
    PublicBlock.objects.bulk_create(made)
