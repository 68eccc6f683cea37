"""Key files: what lies on disk, what a PIN opens, what wrong PINs do."""

import os
import stat
from datetime import timedelta

import pytest

from khuevan.platform.signing.adapters import file_key
from khuevan.platform.signing.ports import KeyLocked, KeyUnusable, WrongPin
from tests.platform.signing.sample import ENDS, NOW, PIN, STAFF, STARTS


@pytest.fixture
def files(own_files):
    own_files.create("lan", PIN, STAFF["lan"], not_before=STARTS, not_after=ENDS)
    return own_files


def test_files_are_readable_by_their_owner_alone(files, own_authority):
    paths = [*files.directory.iterdir(), *own_authority.directory.glob("*.key")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(files.directory.stat().st_mode) == 0o700


def test_key_is_useless_without_pin(files):
    assert b"PRIVATE" not in (files.directory / "lan.p12").read_bytes()
    with pytest.raises(WrongPin, match="Còn 4 lần"):
        files.open("lan", "000000")


@pytest.mark.parametrize("pin", ["", "\x00", "123\x00456", "một hai ba", "9" * 32])
def test_nonsense_is_a_wrong_pin(files, pin):
    with pytest.raises(WrongPin):
        files.open("lan", pin)


def test_right_pin_forgets_wrong_ones(files):
    for _ in range(3):
        for n in range(file_key.MAX_WRONG - 1):
            with pytest.raises(WrongPin):
                files.open("lan", f"{n:06}")
        files.open("lan", PIN)


def test_too_many_wrong_pins_lock_even_the_right_one(files):
    for n in range(file_key.MAX_WRONG):
        with pytest.raises(WrongPin):
            files.open("lan", f"{n:06}")
    with pytest.raises(KeyLocked, match="Thử lại sau 15 phút"):
        files.open("lan", PIN)


def test_a_wrong_pin_that_is_sent_again_is_one_try(files):
    for pin, left in (("000000", 4), ("000000", 4), ("000001", 3), ("000000", 3)):
        with pytest.raises(WrongPin, match=f"Còn {left} lần"):
            files.open("lan", pin)
    assert "000000" not in (files.directory / "lan.tries").read_text()


def test_locked_key_opens_after_its_rest(files):
    for n in range(file_key.MAX_WRONG):
        with pytest.raises(WrongPin):
            files.open("lan", f"{n:06}")
    tries = files.directory / "lan.tries"
    past = tries.stat().st_mtime - timedelta(minutes=15).total_seconds()
    os.utime(tries, (past, past))
    assert files.open("lan", PIN).certificate.name == "Nguyễn Thị Lan"


def test_pin_can_be_changed(files):
    before = files.open("lan", PIN)
    files.change_pin("lan", PIN, "135790")
    with pytest.raises(WrongPin):
        files.open("lan", PIN)
    assert files.open("lan", "135790").certificate == before.certificate


def test_missing_key_is_said(files):
    with pytest.raises(KeyUnusable, match="Không tìm thấy"):
        files.open("nobody", PIN)


def test_revoked_key_does_not_open(files, own_authority):
    serial = files.open("lan", PIN).certificate.serial
    own_authority.revoke(serial, STARTS + timedelta(days=300))
    with pytest.raises(KeyUnusable, match="28/05/2025"):
        files.open("lan", PIN)


def test_open_key_refuses_once_revoked(files, own_authority):
    key = files.open("lan", PIN)
    key.sign(b"x")
    own_authority.revoke(key.certificate.serial, NOW)
    with pytest.raises(KeyUnusable, match="thu hồi"):
        key.sign(b"x")


def test_certificate_tells_the_owner(files):
    own = files.open("lan", PIN).certificate
    code = STAFF["lan"].organisation_code
    told = (own.name, own.title, own.organisation_code, own.owner, own.seal)
    assert told == ("Nguyễn Thị Lan", "Giáo viên", code, "person-lan", False)
