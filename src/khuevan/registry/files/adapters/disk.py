"""Files in a directory of the server's disk: ``ab/cd/abcd…``, written to the disk before they are named."""

import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from ..ports import ContentLost, StorageFull

DIGEST = re.compile(r"[0-9a-f]{64}")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class DiskStorage:
    """The `Storage` under ``root``. Only the owner of the process may read it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Write aside, flush to the disk, rename: a reader finds all of it or nothing, also after a power cut."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        try:
            _write(path, content)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            raise StorageFull(
                _("Máy chủ đã hết chỗ lưu tệp, nên chưa lưu được."),
                hint=_("Chưa có gì thay đổi. Hãy báo người quản trị dọn ổ đĩa rồi làm lại."),
            ) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Read and compare with the digest, so that a damaged disk is noticed."""
        with self.open(digest) as handle:
            content = handle.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise _lost()
        return content

    def open(self, digest: str) -> BinaryIO:
        """An open file for sending."""
        try:
            return open(self._path(digest), "rb")
        except FileNotFoundError as error:
            raise _lost() from error

    def has(self, digest: str) -> bool:
        """Whether the bytes are here."""
        return self._path(digest).exists()

    def remove(self, digest: str) -> None:
        """Delete the bytes."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"not a SHA-256 digest: {digest[:80]!r}")
        return self.root / digest[:2] / digest[2:4] / digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lost() -> ContentLost:
    return ContentLost(
        _("Không đọc được tệp: nội dung trên máy chủ bị mất hoặc hỏng."),
        hint=_("Hãy báo người quản trị khôi phục thư mục files từ bản sao lưu."),
    )
