"""Merkle trees of logs that only grow, as in RFC 6962, section 2.1 (the same in RFC 9162, section 2.1).

Hashes are 32 bytes. A leaf is hashed with a leading 0, a node with a leading 1, so that neither can pass for the other.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node from its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a tree, largest first: all that is needed to make it grow."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError("a tree has one full subtree for each bit of its size")

    def append(self, leaf: bytes) -> None:
        """Add a leaf's hash at the end."""
        self.size += 1
        self.peaks.append(leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)

    def root(self) -> bytes:
        """The hash of the whole tree."""
        if not self.peaks:
            return EMPTY
        hashed = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            hashed = node_hash(peak, hashed)
        return hashed


def root(leaves: Iterable[bytes]) -> bytes:
    """The hash of a tree from the hashes of its leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """What proves that the leaf at ``index`` is in the tree, from the leaf upwards. Raises ``IndexError``."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _left(high - low)
        if index < middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low = middle
    return path[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a path leads to (RFC 9162, 2.1.3.2). Raises ``ValueError`` where it has the wrong length."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in a tree of this size")
    hashed, here, last = leaf, index, size - 1
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        if here & 1 or here == last:
            hashed = node_hash(step, hashed)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        here, last = here >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return hashed


def consistency_path(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """What proves that the first ``old`` leaves are still the beginning of the tree (RFC 6962, 2.1.2).

    Raises ``ValueError`` where the old tree is empty or larger.
    """
    if not 0 < old <= len(leaves):
        raise ValueError("the old tree must be a beginning of the new one")
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while old - low != high - low:
        middle = low + _left(high - low)
        if old <= middle:
            path.append(root(leaves[middle:high]))
            high = middle
        else:
            path.append(root(leaves[low:middle]))
            low, whole = middle, False
    return ([] if whole else [root(leaves[low:high])]) + path[::-1]


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of ``new`` leaves begins with the tree of ``old`` leaves (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = [old_root, *path] if old.bit_count() == 1 else list(path)
    if not steps:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, step)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _left(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1
