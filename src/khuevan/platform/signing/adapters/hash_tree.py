"""Many digests under one: the trees of RFC 4998 (§4.2), by SHA-256 or a stronger digest.

The documents of one case (an XML and its paper) are a group. A group's hash is the hash of its documents' hashes in
ascending order, one after the other; so is the hash of each pair of nodes. ``beside`` hangs something more beside the
whole tree, so that the same stamp covers it.
"""

import hashlib
from collections.abc import Sequence

from asn1crypto import core

from ..ports import Digest

SIZES: dict[Digest, int] = {"sha256": 32, "sha512": 64, "sha3_512": 64}
_NUMBERS: dict[Digest, str] = {
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha512": "2.16.840.1.101.3.4.2.3",
    "sha3_512": "2.16.840.1.101.3.4.2.10",
}
Group = Sequence[bytes]
"""The digest of each document of one case."""


def digest_of(data: bytes, digest: Digest = "sha256") -> bytes:
    """The digest of bytes."""
    return hashlib.new(digest, data).digest()


def identifier(digest: Digest) -> bytes:
    """The object identifier of a digest (DER)."""
    return core.ObjectIdentifier(_NUMBERS[digest]).dump()


def plant(groups: Sequence[Group], digest: Digest = "sha256", beside: bytes = b"") -> tuple[bytes, list[bytes]]:
    """The root over groups, and for each the hashes beside its way up, one after the other from below."""
    row = [(_joined(group, digest), [at]) for at, group in enumerate(groups)]
    paths = [b""] * len(groups)
    while len(row) > 1:
        above = []
        for (node, below), *right in (row[at : at + 2] for at in range(0, len(row), 2)):
            for hashed, others in right:
                for at in below:
                    paths[at] += hashed
                for at in others:
                    paths[at] += node
            pair, leaves = [node, *(one for one, _at in right)], [*below, *(at for _one, more in right for at in more)]
            above.append((_joined(pair, digest), leaves))
        row = above
    root = row[0][0]
    if beside:
        hung = digest_of(beside, digest)
        root, paths = _joined([root, hung], digest), [path + hung for path in paths]
    return root, paths


def root_of(group: Group, path: bytes, digest: Digest = "sha256") -> bytes:
    """The root to which a group's path leads. Raises ``ValueError`` where the path is no row of hashes."""
    if len(path) % SIZES[digest] or not group:
        raise ValueError("no path")
    node = _joined(group, digest)
    for beside in steps(path, digest):
        node = _joined([node, beside], digest)
    return node


def steps(path: bytes, digest: Digest) -> list[bytes]:
    """The hashes of a path, from below."""
    return [path[at : at + SIZES[digest]] for at in range(0, len(path), SIZES[digest])]


def _joined(hashes: Sequence[bytes], digest: Digest) -> bytes:
    """One hash stays as it is."""
    return hashes[0] if len(hashes) == 1 else digest_of(b"".join(sorted(hashes)), digest)
