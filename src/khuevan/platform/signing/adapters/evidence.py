"""One time-stamp for many documents: a hash tree and an evidence record for each (RFC 4998).

The documents of one case (an XML and its paper) are a group. A group's hash is SHA-256 of its documents' hashes in
ascending order, one after the other; so is the hash of each pair of nodes; the stamp is over the root. What leads from
a group to the root is kept beside it, and written as an evidence record where somebody wants to check it elsewhere.

Before the certificate of its authority ends a stamp is renewed (§5.2): a later stamp covers the earlier token, perhaps
with many others by a tree of the same kind. Each token of the chain then counts by what is known at the time of the
next, only the last by what is known today.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from asn1crypto import core
from django.utils.translation import gettext as _

from ..ports import Renewal, TimeStamp, Trust
from .der import CONTEXT_0, CONTEXT_2, SEQUENCE, der
from .findings import problem
from .stamp_token import check_token

HASH = 32
SHA256 = core.ObjectIdentifier("2.16.840.1.101.3.4.2.1").dump()
Group = Sequence[bytes]
"""SHA-256 of each document of one case."""


def plant(groups: Sequence[Group]) -> tuple[bytes, list[bytes]]:
    """The root over groups, and for each the hashes beside its way up, one after the other from below."""
    row = [(_joined(group), [at]) for at, group in enumerate(groups)]
    paths = [b""] * len(groups)
    while len(row) > 1:
        above = []
        for (node, below), *right in (row[at : at + 2] for at in range(0, len(row), 2)):
            for beside, others in right:
                for at in below:
                    paths[at] += beside
                for at in others:
                    paths[at] += node
            pair, leaves = [node, *(one for one, _at in right)], [*below, *(at for _one, more in right for at in more)]
            above.append((_joined(pair), leaves))
        row = above
    return row[0][0], paths


def root_of(group: Group, path: bytes) -> bytes:
    """The root to which a group's path leads. Raises ``ValueError`` where the path is no row of hashes."""
    if len(path) % HASH or not group:
        raise ValueError("no path")
    node = _joined(group)
    for at in range(0, len(path), HASH):
        node = _joined([node, path[at : at + HASH]])
    return node


def check_evidence(
    group: Group,
    path: bytes,
    token: bytes,
    trust: Trust,
    now: datetime,
    *,
    since: datetime | None = None,
    renewals: Sequence[Renewal] = (),
) -> TimeStamp:
    """What a batch's token says of a group. Never raises on bad input; ``since`` as in ``check_token``.

    ``renewals``: in the order in which they were made; where one does not hold, the stamp does not count.
    """
    if not renewals:
        return _check_one(group, path, token, trust, now, since)
    first, *rest = renewals
    over = check_evidence([_hash(token)], first.path, first.token, trust, now, renewals=rest)
    found = _check_one(group, path, token, trust, over.at or now, since)
    backwards = found.at is not None and over.at is not None and over.at < found.at
    wrong = (problem("stamp_time", who=over.authority, what=_("trước dấu được gia hạn")),) if backwards else ()
    return replace(found, problems=(*found.problems, *over.problems, *wrong))


def evidence_record(group: Group, path: bytes, token: bytes, renewals: Sequence[Renewal] = ()) -> bytes:
    """The evidence record (DER) of a group, which any of its documents can be checked with: one chain of archive
    time-stamps, the renewals behind the first."""
    stamps, before = [_archive_stamp(group, path, token)], token
    for one in renewals:
        stamps.append(_archive_stamp([_hash(before)], one.path, one.token))
        before = one.token
    chains = der(SEQUENCE, der(SEQUENCE, *stamps))
    return der(SEQUENCE, core.Integer(1).dump(), der(SEQUENCE, der(SEQUENCE, SHA256)), chains)


def plant_renewal(tokens: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """The root over tokens that are to be renewed by one stamp, and for each the hashes beside its way up."""
    return plant([[_hash(token)] for token in tokens])


def _archive_stamp(group: Group, path: bytes, token: bytes) -> bytes:
    beside = [path[at : at + HASH] for at in range(0, len(path), HASH)]
    lists = [sorted(group), *([one] for one in beside)]
    tree = (der(SEQUENCE, *(core.OctetString(one).dump() for one in hashes)) for hashes in lists)
    return der(SEQUENCE, der(CONTEXT_0, SHA256), der(CONTEXT_2, *tree), token)


def _check_one(
    group: Group, path: bytes, token: bytes, trust: Trust, now: datetime, since: datetime | None
) -> TimeStamp:  # fmt: skip
    try:
        root = root_of(group, path)
    except ValueError:
        return TimeStamp(None, "", problems=(problem("stamp_malformed"),), token=token)
    return check_token(token, root, trust, now, since=since)


def _hash(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def _joined(hashes: Sequence[bytes]) -> bytes:
    """One hash stays as it is."""
    return hashes[0] if len(hashes) == 1 else hashlib.sha256(b"".join(sorted(hashes))).digest()
