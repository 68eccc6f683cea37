"""The disk keeps what it is given, once, and says when it cannot."""

import errno
import hashlib
import os

import pytest

from khuevan.registry.files.adapters.disk import DiskStorage
from khuevan.registry.files.ports import ContentLost, Storage, StorageFull

CONTENT = "Học bạ số".encode()
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def disk(tmp_path):
    return DiskStorage(tmp_path / "files")


def kept(disk):
    return [path for path in disk.root.rglob("*") if path.is_file()]


def test_it_is_a_storage(disk):
    assert isinstance(disk, Storage)


def test_what_goes_in_comes_out(disk):
    assert disk.put(CONTENT) == DIGEST
    assert disk.get(DIGEST) == CONTENT
    assert disk.open(DIGEST).read() == CONTENT


def test_the_same_bytes_are_kept_once(disk):
    disk.put(CONTENT)
    disk.put(CONTENT)
    assert len(kept(disk)) == 1


def test_nobody_else_may_read(disk):
    disk.put(CONTENT)
    assert {path.stat().st_mode & 0o077 for path in kept(disk)} == {0}


def test_removed_is_gone(disk):
    disk.put(CONTENT)
    disk.remove(DIGEST)
    disk.remove(DIGEST)
    assert not disk.has(DIGEST)
    with pytest.raises(ContentLost):
        disk.get(DIGEST)


def test_damage_is_noticed(disk):
    disk.put(CONTENT)
    kept(disk)[0].write_bytes(CONTENT + b"!")
    with pytest.raises(ContentLost):
        disk.get(DIGEST)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "A" * 64])
def test_only_a_digest_leads_to_a_file(disk, digest):
    with pytest.raises(ValueError, match="digest"):
        disk.get(digest)


def test_a_full_disk_is_said_and_leaves_nothing_behind(disk, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull, match="hết chỗ") as refusal:
        disk.put(CONTENT)
    assert refusal.value.status == 507
    assert kept(disk) == []


def test_another_failure_is_not_mistaken_for_a_full_disk(disk, monkeypatch):
    def broken(_handle):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="error"):
        disk.put(CONTENT)
    assert kept(disk) == []
