"""What was backed up comes back: to any moment, with files and keys, and never from a damaged backup."""

import shutil
import time
from datetime import timedelta

import pytest

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.site import backup, postgres
from khuevan.site.backup import manifest
from khuevan.site.backup.journal import pieces
from khuevan.site.backup.manifest import Damaged
from tests.site.backup.conftest import CONTENT, PASSPHRASE, store
from tests.site.conftest import point_to

WRITE = "INSERT INTO units_province (code, name, full_name) VALUES ('{0}', 'Tỉnh {0}', 'Tỉnh {0}')"
KNOWN = "SELECT code FROM units_province WHERE code LIKE 'z%' ORDER BY code"


@pytest.fixture
def restored_codes(target, monkeypatch, ask):
    """The codes that a restored installation has, started as usual."""

    def read():
        with monkeypatch.context() as there:
            point_to(target, there)
            postgres.ensure_running()
            try:
                return [row[0] for row in ask(KNOWN, "owner")]
            finally:
                postgres.release()

    return read


def flush(ask, place):
    """Wait until what was written so far lies in the archive."""
    last = ask("SELECT pg_walfile_name(pg_create_restore_point('here'))", "admin")[0][0]
    ask("SELECT pg_switch_wal()", "admin")
    deadline = time.monotonic() + 60
    while not (place / "wal" / f"{last}.gz").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_it_comes_back_to_a_moment(made, place, target, ask, restored_codes):
    ask(WRITE.format("z1"), "owner")
    between = ask("SELECT clock_timestamp()", "owner")[0][0]
    ask(WRITE.format("z2"), "owner")
    flush(ask, place)
    backup.restore(place, target, at=between)
    assert restored_codes() == ["z1"]


def test_without_a_moment_it_comes_back_to_the_last_word(made, place, target, ask, restored_codes):
    ask(WRITE.format("z3"), "owner")
    flush(ask, place)
    done = backup.restore(place, target)
    assert "z3" in restored_codes()
    assert (done.files, done.with_keys) == (1, False)
    path = next(path for path in (target / "files").rglob("*") if path.is_file())
    assert path.read_bytes() == CONTENT


def test_keys_come_back_for_who_has_the_passphrase(made, place, target):
    backup.restore(place, target, passphrase=PASSPHRASE)
    key = target / "keys" / "log.key"
    assert (key.read_bytes(), oct(key.stat().st_mode & 0o777)) == (b"k" * 32, "0o600")


def test_a_wrong_passphrase_restores_nothing(made, place, target):
    with pytest.raises(NotAllowed, match="sai mật khẩu"):
        backup.restore(place, target, passphrase="mưa xuân trên phố khác")
    assert not (target / "postgres").exists()


def test_nothing_is_written_over(made, place, home):
    with pytest.raises(Conflict, match="không ghi đè"):
        backup.restore(place, home)


def test_a_moment_before_the_backup_is_refused(made, place, target):
    with pytest.raises(NotFound, match="không có bản sao lưu nào làm xong trước"):
        backup.restore(place, target, at=now() - timedelta(days=1))
    with pytest.raises(Invalid, match="sau thời điểm đã chọn"):
        backup.restore(place, target, name=made.manifest.name, at=now() - timedelta(days=1))


def test_a_moment_after_the_journal_is_refused_with_the_reason(made, place, target):
    with pytest.raises(NotFound, match="kết thúc trước"):
        backup.restore(place, target, at=now() + timedelta(days=1))
    assert not (target / "postgres").exists()


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def newest(place):
    return manifest.sets(place)[0]


def middle(place):
    assert len(pieces(place / "wal")) > 2
    return place / "wal" / f"{pieces(place / 'wal')[1]}.gz"


DAMAGES = {
    "nội dung base.tar.gz": lambda place: flip(newest(place) / "base.tar.gz"),
    "base.tar.gz có": lambda place: (newest(place) / "base.tar.gz").write_bytes(b"cut"),
    "thiếu backup_manifest": lambda place: (newest(place) / "backup_manifest").unlink(),
    "khuevan.json đã bị sửa": lambda place: (newest(place) / "khuevan.json").write_text(
        (newest(place) / "khuevan.json").read_text().replace('"files": 1', '"files": 0')
    ),
    "không đọc được khuevan.json": lambda place: (newest(place) / "khuevan.json").write_text("{"),
    "không đọc được": lambda place: flip(middle(place)),
    "thiếu mảnh nhật ký": lambda place: middle(place).unlink(),
    "thiếu tệp": lambda place: shutil.rmtree(place / "files"),
    "khác với lúc lưu": lambda place: flip(next(path for path in (place / "files").rglob("*") if path.is_file())),
}


@pytest.mark.parametrize("reason", DAMAGES)
def test_a_damaged_backup_is_refused_with_the_reason(reason, damaged, target):
    DAMAGES[reason](damaged)
    with pytest.raises(Damaged, match=reason):
        backup.restore(damaged, target, name=newest(damaged).name)
    assert [name for name in ("postgres", "files", "keys") if (target / name).exists()] == []


def test_the_cluster_itself_is_compared(damaged, target):
    """A part that was exchanged together with its digest still differs from PostgreSQL's own manifest."""
    from dataclasses import replace

    directory = newest(damaged)
    own = directory / "backup_manifest"
    own.write_text(own.read_text().replace('"Checksum": "', '"Checksum": "0', 1))
    found = manifest.read(directory)
    manifest.write(directory, replace(found, parts=found.parts | {"backup_manifest": manifest.part(own)}))
    with pytest.raises(Damaged, match="của cơ sở dữ liệu khác với lúc sao lưu"):
        backup.restore(damaged, target)


def test_old_sets_go_with_their_journal(made, place, home):
    store(home, b"another paper")
    before = pieces(place / "wal")
    second = backup.make(place, keep=1)
    assert (second.manifest.keys, (second.directory / "keys.sealed").exists()) == ("left out", False)
    assert [path.name for path in manifest.sets(place)] == [second.manifest.name]
    assert min(pieces(place / "wal")) == second.manifest.first > before[0]
    assert second.manifest.files == 2
