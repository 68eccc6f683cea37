"""Whether a backup set is what was written: every part, every file of the cluster in it, every file of the schools."""

import hashlib
import json
import tarfile
import zlib
from pathlib import Path
from typing import IO

from khuevan.site.backup import manifest, stored_files
from khuevan.site.backup.manifest import Manifest, damaged

CHUNK = 1 << 20
PARTS = ("base.tar.gz", "pg_wal.tar.gz", "backup_manifest", "files.txt")


def check(directory: Path) -> Manifest:
    """The manifest of a sound set. Raises ``Damaged`` with the reason."""
    found = manifest.read(directory)
    if missing := [name for name in PARTS if name not in found.parts]:
        raise damaged(directory, f"thiếu {missing[0]}")
    for name, (size, digest) in found.parts.items():
        path = directory / name
        if not path.is_file():
            raise damaged(directory, f"thiếu {name}")
        if path.stat().st_size != size:
            raise damaged(directory, f"{name} có {path.stat().st_size} byte thay vì {size}")
        if manifest.part(path)[1] != digest:
            raise damaged(directory, f"nội dung {name} khác với lúc sao lưu")
    _check_cluster(directory)
    return found


def _check_cluster(directory: Path) -> None:
    """Compare the files in the base with PostgreSQL's own manifest, as pg_verifybackup does."""
    wanted = {one["Path"]: one for one in json.loads((directory / "backup_manifest").read_text())["Files"]}
    try:
        with tarfile.open(directory / "base.tar.gz", "r:gz") as archive:
            for member in archive:
                one = wanted.pop(member.name, None)
                content = archive.extractfile(member)
                if one and content and _sha256(content) != one["Checksum"]:
                    raise damaged(directory, f"tệp {member.name} của cơ sở dữ liệu khác với lúc sao lưu")
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise damaged(directory, f"không đọc được base.tar.gz ({error})") from error
    if wanted:
        raise damaged(directory, f"thiếu tệp {next(iter(wanted))} của cơ sở dữ liệu")


def copy_files(directory: Path, place: Path, target: Path) -> int:
    """Copy the schools' files, newer ones than the set's too; how many. Raises ``Damaged``."""
    wanted = set((directory / "files.txt").read_text().split())
    there = set(stored_files.digests(place / "files"))
    if missing := wanted - there:
        raise damaged(directory, f"thiếu tệp {min(missing)} của trường")
    for digest in sorted(there):
        if not stored_files.copy(place / "files", target, digest):
            raise damaged(directory, f"nội dung tệp {digest} của trường khác với lúc lưu")
    return len(there)


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(CHUNK):
        digest.update(block)
    return digest.hexdigest()
