"""Make an installation out of a backup, in a data directory that has no database yet."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.site.backup import checking, journal, keys, manifest
from khuevan.site.backup.manifest import Manifest
from khuevan.site.backup.recovery import Target, recover
from khuevan.site.postgres.binaries import SERVER
from khuevan.site.postgres.paths import make_data_dir


@dataclass(frozen=True)
class Restored:
    """What was restored: the set, schools' files, whether the keys came along."""

    manifest: Manifest
    files: int
    with_keys: bool


def restore(
    place: Path, data: Path, *, name: str = "", at: datetime | None = None, to_point: bool = False, passphrase: str = ""
) -> Restored:
    """Check a set, copy its files, let PostgreSQL recover: to ``at``, to the set's own restore point, or to the end.

    ``name``: which set; otherwise the newest, or the newest before ``at``. Nothing stays behind where it is refused.
    Raises ``Damaged``, ``NotFound``, ``Conflict``, ``Invalid``, ``NotAllowed``.
    """
    _require_empty(data)
    directory = place / "base" / name if name else manifest.newest(place, at)
    found = checking.check(directory)
    _require_same_postgres(found)
    if at and at < found.finished_at:
        raise Invalid(
            f"Bản {found.name} làm xong lúc {found.finished_at:%d/%m/%Y %H:%M:%S}, sau thời điểm đã chọn.",
            hint="Chọn thời điểm muộn hơn, hoặc một bản sao lưu cũ hơn.",
        )
    target = Target(at=at, point=found.point if to_point else "")
    with manifest.in_words(data), _nothing_half_done(data):
        if passphrase and found.keys == keys.SEALED:
            keys.unpack((directory / "keys.sealed").read_bytes(), passphrase, data)
        copied = checking.copy_files(directory, place, data / "files")
        journal.copy_checked(place / "wal", found.first, data / "postgres.wal")
        recover(data, directory, target)
    return Restored(found, copied, (data / "keys").exists())


def _require_empty(data: Path) -> None:
    if taken := [name for name in ("postgres", "files", "keys") if (data / name).exists()]:
        raise Conflict(
            f"Trong {data} đã có {taken[0]}; khôi phục không ghi đè lên dữ liệu đang có.",
            hint="Chọn thư mục khác bằng --to, hoặc chuyển dữ liệu cũ đi nơi khác trước.",
            code="not_empty",
        )


def _require_same_postgres(found: Manifest) -> None:
    ours = SERVER.removeprefix("pginstall")
    if str(found.postgres // 10000) != ours:
        raise Invalid(
            f"Bản sao lưu của PostgreSQL {found.postgres // 10000}, bản đi kèm ở đây là {ours}.",
            hint="Dùng đúng phiên bản Khuê Văn đã tạo bản sao lưu, khôi phục xong rồi nâng cấp.",
        )


@contextmanager
def _nothing_half_done(data: Path) -> Iterator[None]:
    make_data_dir(data)
    try:
        yield
    except BaseException:
        for name in ("postgres", "postgres.new", "files", "keys"):
            shutil.rmtree(data / name, ignore_errors=True)
        (data / "secret_key").unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(data / "postgres.wal", ignore_errors=True)
