"""The archived journal (WAL): which pieces there are, whether they are whole and without a gap."""

import gzip
import re
import tarfile
import zlib
from pathlib import Path

from khuevan.site.backup.manifest import Damaged

PIECE = re.compile(r"[0-9A-F]{24}")
START = re.compile(rb"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)")
PIECE_BYTES = 16 * 1024 * 1024
A_LOG = 0x100


def piece_of_label(base: Path) -> str:
    """The piece of the journal in which a base begins, as its label says."""
    with tarfile.open(base, "r:gz") as archive:
        for member in archive:
            if member.name == "backup_label":
                label = archive.extractfile(member)
                found = START.search(label.read()) if label else None
                return found[1].decode() if found else ""
    return ""


def pieces(journal: Path) -> list[str]:
    """Names of the archived pieces in order."""
    return sorted(name for path in journal.glob("*.gz") if PIECE.fullmatch(name := path.name.removesuffix(".gz")))


def forget_before(journal: Path, first: str) -> None:
    """Remove pieces and labels older than ``first``, on any timeline; histories of timelines stay."""
    for path in journal.glob("*.gz"):
        if PIECE.match(path.name) and path.name[8:24] < first[8:]:
            path.unlink()


def copy_checked(journal: Path, first: str, target: Path) -> None:
    """Copy what a base that begins in ``first`` needs. Raises ``Damaged`` for a gap or a broken piece."""
    target.mkdir(mode=0o700)
    needed = [name for name in pieces(journal) if name[8:] >= first[8:]]
    _require_no_gap(needed, first)
    for name in needed:
        _copy(journal / f"{name}.gz", target, PIECE_BYTES)
    for history in journal.glob("*.history.gz"):
        _copy(history, target)


def _require_no_gap(needed: list[str], first: str) -> None:
    numbers = sorted({_number(name) for name in needed})
    wanted = _number(first)
    for number in numbers:
        if number > wanted:
            break
        wanted = number + 1
    if not numbers or numbers[-1] >= wanted:
        raise _damaged(f"thiếu mảnh nhật ký giao dịch thứ {wanted:X} kể từ {first}")


def _number(name: str) -> int:
    return int(name[8:16], 16) * A_LOG + int(name[16:24], 16)


def _copy(source: Path, target: Path, size: int = 0) -> None:
    """Copy one piece as it is; gzip's own checksum notices damage."""
    packed = source.read_bytes()
    try:
        found = len(gzip.decompress(packed))
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(f"mảnh nhật ký giao dịch {source.name} không đọc được") from error
    if size and found != size:
        raise _damaged(f"mảnh nhật ký giao dịch {source.name} không đủ độ dài")
    (target / source.name).write_bytes(packed)


def _damaged(what: str) -> Damaged:
    return Damaged(
        f"Bản sao lưu bị hỏng: {what}.",
        hint="Chưa có gì được khôi phục. Dùng một bản chép khác của thư mục wal, hoặc một bản sao lưu mới hơn (--set).",
    )
