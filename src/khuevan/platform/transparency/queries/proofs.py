"""Make proofs of what was published."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from khuevan.kernel.errors import Conflict, NotFound
from khuevan.kernel.merkle import consistency_path, inclusion_path
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Entry

from ..models import Checkpoint, Leaf, SchoolRoot
from ..policies import may
from ..rules.proof import FORMAT, province_leaf
from .log import last_checkpoint, school_leaves


def proof_of(entry: Entry) -> dict[str, Any]:
    """The proof (`rules/proof`) that an entry stands in the newest published logs.

    Raises ``Conflict`` for an entry that waits for the night's publication.
    """
    place = Leaf.objects.filter(school_id=entry.school_id, entry_id=entry.pk).first()
    latest = last_checkpoint()
    if place is None or latest is None:
        raise Conflict(
            "Dòng này chưa được công bố.", hint="Nhật ký được công bố mỗi đêm; hãy tải bằng chứng từ sáng hôm sau."
        )
    root = SchoolRoot.objects.filter(school_id=entry.school_id).order_by("-day")[0]
    path = inclusion_path(school_leaves(entry.school_id, root.size), place.position)
    published = published_leaves(latest.day)
    return {
        "format": FORMAT,
        "entry": entry.said(),
        "school_tree": _tree(place.position, root.size, path),
        "province_leaf": published[root.position],
        "province_tree": _tree(root.position, latest.size, _province_path(published, root.position)),
        "checkpoint": latest.note,
    }


def provable(actor: Actor, entries: Iterable[Entry]) -> frozenset[int]:
    """Ids of those entries whose proof the actor may take out, published ones only; one query."""
    asked = [entry.pk for entry in entries if may(actor, "prove", entry)]
    return frozenset(Leaf.objects.filter(entry_id__in=asked).values_list("entry_id", flat=True))


def consistency(old: date, new: date) -> dict[str, Any]:
    """The proof that the province's log of one day begins with that of an earlier one. Raises ``NotFound``."""
    found = Checkpoint.objects.in_bulk([old, new])
    if len(found) != len({old, new}) or old > new or not found[old].size:
        raise NotFound("Không có hai mốc công bố này.", hint="Chọn hai ngày trong danh sách, ngày trước đứng trước.")
    hashes = [province_leaf(one) for one in published_leaves(new)]
    path = consistency_path(hashes, found[old].size)
    notes = {"old": found[old].note, "new": found[new].note}
    return {"format": "khuevan-consistency-1", **notes, "path": [step.hex() for step in path]}


def published_leaves(until: date) -> list[dict[str, Any]]:
    """All leaves of the province's log up to a day, in order."""
    days = Checkpoint.objects.filter(day__lte=until).order_by("day").values_list("leaves", flat=True)
    return [one for leaves in days for one in leaves]


def _province_path(published: list[dict[str, Any]], position: int) -> list[bytes]:
    return inclusion_path([province_leaf(one) for one in published], position)


def _tree(index: int, size: int, path: list[bytes]) -> dict[str, Any]:
    return {"index": index, "size": size, "path": [step.hex() for step in path]}
