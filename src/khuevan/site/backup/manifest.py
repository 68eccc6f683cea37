"""What a backup set says of itself: when, of what, how much, with digests of every part.

``<place>/base/<name>/`` holds base.tar.gz, pg_wal.tar.gz, backup_manifest, files.txt, khuevan.json and perhaps
keys.sealed; ``<place>/wal`` and ``<place>/files`` serve all sets.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Conflict, DomainError, NotFound

FORMAT = 1
NAME = "khuevan.json"


class Damaged(Conflict):
    """A backup is not what was written; nothing is restored from it."""

    code = "backup_damaged"


@dataclass(frozen=True)
class Manifest:
    """``parts``: name → [bytes, SHA-256]. ``before`` and ``after``: rows of each table when the restore point ``point``
    was about to be written, and just after it. ``first``: the journal's piece that the base begins in."""

    name: str
    made: str
    finished: str
    version: int
    postgres: int
    migrations: str
    first: str
    point: str
    parts: dict[str, list[Any]]
    before: dict[str, int]
    after: dict[str, int]
    files: int
    files_bytes: int
    keys: str

    @property
    def finished_at(self) -> datetime:
        """When everything was in place; aware."""
        return datetime.fromisoformat(self.finished)

    @property
    def size(self) -> int:
        """Bytes of the set, without the files that all sets share."""
        return sum(int(size) for size, _digest in self.parts.values())


def write(directory: Path, manifest: Manifest) -> None:
    """Write it with a seal over itself."""
    body = asdict(manifest)
    (directory / NAME).write_text(json.dumps(body | {"seal": sha256_hex(body)}, indent=1, ensure_ascii=False))


def read(directory: Path) -> Manifest:
    """The manifest of a set. Raises ``Damaged``."""
    try:
        body = json.loads((directory / NAME).read_text())
        seal = body.pop("seal")
        manifest = Manifest(**{one.name: body[one.name] for one in fields(Manifest)})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(directory, f"không đọc được {NAME}") from error
    if seal != sha256_hex(body):
        raise damaged(directory, f"{NAME} đã bị sửa")
    return manifest


def sets(place: Path) -> list[Path]:
    """The finished sets in a place, oldest first."""
    return sorted(path.parent for path in (place / "base").glob(f"*/{NAME}"))


def newest(place: Path, before: datetime | None = None) -> Path:
    """The newest set, or the newest that was finished by a moment. Raises ``NotFound``."""
    for directory in reversed(sets(place)):
        if before is None or read(directory).finished_at <= before:
            return directory
    until = f" làm xong trước {before:%d/%m/%Y %H:%M:%S}" if before else ""
    raise NotFound(
        f"Trong {place} không có bản sao lưu nào{until}.", hint="Kiểm tra đường dẫn; tạo bản mới bằng khuevan backup."
    )


def part(path: Path) -> list[Any]:
    """Bytes and SHA-256 of a file."""
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]


def damaged(directory: Path, what: str) -> Damaged:
    """The refusal, with its reason."""
    return Damaged(
        f"Bản sao lưu {directory.name} bị hỏng: {what}.",
        hint="Chưa có gì được khôi phục. Hãy dùng bản khác (--set) hoặc một bản chép khác của thư mục này.",
    )


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """What a disk refuses, as a refusal in words."""
    try:
        yield
    except OSError as error:
        raise DomainError(
            f"Không đọc, ghi được {error.filename or place}: {error.strerror}.",
            hint=f"Kiểm tra đường dẫn, dung lượng còn trống và quyền ghi của {place}.",
            code="disk",
        ) from error
