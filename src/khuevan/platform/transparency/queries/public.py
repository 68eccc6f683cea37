"""Proofs of public logs, and whether they are as they were published."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, overload

from django.utils.translation import gettext as _

from khuevan.kernel.errors import Conflict, NotFound
from khuevan.kernel.merkle import Frontier, consistency_path, inclusion_path, root

from ..adapters import log_key
from ..models import BLOCK, PublicBlock, PublicCheckpoint, PublicLeaf
from ..rules.note import opened
from ..rules.public import FORMAT, GROWTH, fact_leaf


class StoredTree(Sequence[bytes]):
    """The leaves' hashes of a log, of which only those that a proof needs are read.

    A slice stands for its leaves' root: where it holds full blocks, their roots are in it instead of their leaves. The
    splits of RFC 6962 fall on powers of two, so a slice is either within a block or begins with one, and its root is
    the same.
    """

    def __init__(self, log: str, size: int, blocks: list[bytes] | None = None) -> None:
        self.log, self.size = log, size
        self._read: dict[int, list[bytes]] = {}
        self._blocks = blocks if blocks is not None else self._stored()

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> bytes: ...
    @overload
    def __getitem__(self, place: slice) -> list[bytes]: ...
    def __getitem__(self, place: int | slice) -> bytes | list[bytes]:
        if isinstance(place, int):
            return self.leaves(place, place + 1)[0]
        low, high, _step = place.indices(self.size)
        if high - low <= BLOCK or low % BLOCK:
            return self.leaves(low, high)
        last = high // BLOCK
        rest = self.leaves(last * BLOCK, high)
        return self._blocks[low // BLOCK : last] + ([root(rest)] if rest else [])

    def leaves(self, low: int, high: int) -> list[bytes]:
        """The hashes of leaves as they are stored; a block is read once."""
        block = low // BLOCK
        if high > (block + 1) * BLOCK:
            return self._stored_leaves(low, high)
        if block not in self._read:
            self._read[block] = self._stored_leaves(block * BLOCK, min((block + 1) * BLOCK, self.size))
        return self._read[block][low % BLOCK : low % BLOCK + high - low]

    def _stored_leaves(self, low: int, high: int) -> list[bytes]:
        rows = PublicLeaf.objects.filter(log=self.log, position__gte=low, position__lt=high).order_by("position")
        return [bytes.fromhex(one) for one in rows.values_list("hash", flat=True)]

    def _stored(self) -> list[bytes]:
        rows = PublicBlock.objects.filter(log=self.log, position__lt=self.size // BLOCK).order_by("position")
        return [bytes.fromhex(one) for one in rows.values_list("root", flat=True)]


def last_public(log: str) -> PublicCheckpoint | None:
    """The newest checkpoint of a log, or nothing before its first night."""
    return PublicCheckpoint.objects.filter(log=log).order_by("-day").first()


def published(log: str, about: str) -> dict[str, Any]:
    """The proof (`rules/public`) of all that a log says about a digest (hex). Raises ``Conflict``: nothing yet."""
    latest = last_public(log)
    found = PublicLeaf.objects.filter(log=log, about=about).order_by("position")
    leaves = list(found.filter(position__lt=latest.size)) if latest else []
    if latest is None or not leaves:
        raise Conflict(
            _("Sổ công khai chưa có bản này."), hint=_("Sổ được công bố mỗi đêm; hãy xem lại từ sáng hôm sau.")
        )
    tree = StoredTree(log, latest.size)
    said = [
        {
            "said": one.said,
            "tree": {
                "index": one.position,
                "size": latest.size,
                "path": [step.hex() for step in inclusion_path(tree, one.position)],
            },
        }
        for one in leaves
    ]
    return {"format": FORMAT, "log": log, "about": about, "leaves": said, "checkpoint": latest.note}


def public_growth(log: str, old: date, new: date) -> dict[str, Any]:
    """The proof that a log of one day begins with that of an earlier one. Raises ``NotFound``."""
    found = {one.day: one for one in PublicCheckpoint.objects.filter(log=log, day__in=(old, new))}
    if len(found) != len({old, new}) or old > new or not found[old].size:
        raise NotFound(
            _("Không có hai mốc công bố này."), hint=_("Chọn hai ngày trong danh sách, ngày trước đứng trước.")
        )
    path = consistency_path(StoredTree(log, found[new].size), found[old].size)
    notes = {"old": found[old].note, "new": found[new].note}
    return {"format": GROWTH, **notes, "path": [step.hex() for step in path]}


def broken_public(log: str) -> Iterator[tuple[str, str]]:
    """Where and how a log differs from what was published: leaves, blocks, checkpoints."""
    days = PublicCheckpoint.objects.filter(log=log).order_by("day")
    leaves = PublicLeaf.objects.filter(log=log).order_by("position").values_list("position", "said", "hash")
    rows, tree = leaves.iterator(chunk_size=5000), Frontier()
    for day in days:
        where = f"sổ {log} ngày {day.day:%d/%m/%Y}"
        while tree.size < day.size and (row := next(rows, None)):
            position, said, kept = row
            if position != tree.size or fact_leaf(said).hex() != kept:
                yield f"sổ {log} dòng {position}", "nội dung khác với dấu vân tay"
            tree.append(fact_leaf(said))
        try:
            note = opened(day.note, log_key.public_bytes(), log_key.valid)
        except ValueError:
            yield where, "chữ ký không đúng"
            continue
        if (note.size, note.root, note.day) != (tree.size, tree.root(), day.day):
            yield where, "nội dung khác với điều đã ký"
