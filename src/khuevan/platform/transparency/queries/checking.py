"""Whether anything was altered past the product: chains, published roots, signatures, and the tables themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from khuevan.kernel import merkle
from khuevan.registry.audit.api import broken_links

from ..adapters import log_key
from ..models import Checkpoint, SchoolRoot
from ..ports import logs, witnesses
from ..rules.note import opened
from ..rules.proof import province_leaf
from .log import school_leaves
from .public import broken_public


@dataclass(frozen=True)
class Alteration:
    """Something that does not hold: where and what, in Vietnamese."""

    where: str
    what: str


def alterations(school_id: int) -> Iterator[Alteration]:
    """What was altered at a school; nothing when all is as it was written."""
    for one in broken_links(school_id):
        yield Alteration(f"nhật ký {one.book} dòng {one.position} {one.subject}".strip(), one.why)
    for root in SchoolRoot.objects.filter(school_id=school_id).order_by("day"):
        leaves = school_leaves(school_id, root.size)
        if len(leaves) != root.size or merkle.root(leaves).hex() != root.root:
            yield Alteration(f"mốc ngày {root.day:%d/%m/%Y} của trường", "nhật ký khác với bản đã công bố ngày ấy")
            break
    for witness in witnesses():
        for cell in witness(school_id):
            what = f"đang là {cell.found or 'trống'}, nhật ký ghi {cell.expected or 'trống'}"
            yield Alteration(cell.where, what)


def broken_checkpoints() -> Iterator[Alteration]:
    """Published days whose signature or root no longer holds, or whose roots are not the schools'; also public logs."""
    for name in logs():
        yield from (Alteration(where, what) for where, what in broken_public(name))
    kept = {(str(one.school.uid), one.day.isoformat()): one.root for one in SchoolRoot.objects.select_related("school")}
    log = merkle.Frontier()
    for one in Checkpoint.objects.order_by("day"):
        where = f"mốc công bố ngày {one.day:%d/%m/%Y}"
        for leaf in one.leaves:
            log.append(province_leaf(leaf))
            if kept.get((leaf["school"], leaf["day"])) != leaf["root"]:
                yield Alteration(where, f"gốc của trường {leaf['school']} khác với bảng đang lưu")
        try:
            tree = opened(one.note, log_key.public_bytes(), log_key.valid)
        except ValueError:
            yield Alteration(where, "chữ ký không đúng")
            continue
        if (tree.size, tree.root) != (log.size, log.root()) or tree.day != one.day:
            yield Alteration(where, "nội dung khác với điều đã ký")
