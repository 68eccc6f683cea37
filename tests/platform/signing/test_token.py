"""Keys on tokens (PKCS #11): unlocking, wrong PINs, a token that is pulled out, certificates that must not sign."""

from datetime import timedelta

import pytest
from pkcs11 import TokenFlag

from khuevan.kernel.clock import frozen
from khuevan.platform.signing.adapters import token
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.token import Tokens, refuse_last_try, warning_of
from khuevan.platform.signing.adapters.xades import sign_fragments
from khuevan.platform.signing.ports import KeyAway, KeyLocked, KeyUnusable, WrongPin
from tests.platform.signing.hsm import MODULE
from tests.platform.signing.sample import ENDS, NOW, PIN, SECTIONS, SIGNED_AT, STAFF, STARTS

ID = "01"


@pytest.fixture
def tokens(hsm, tmp_path):
    return Tokens(MODULE, tmp_path / "tries")


@pytest.fixture
def serial(hsm, authority):
    made = hsm.token()
    hsm.put(made, authority, STAFF["lan"])
    return made


@pytest.fixture
def opened(tokens, serial, trust):
    return tokens.open(serial, ID, PIN, trust)


def test_token_is_listed_with_its_label(tokens, serial):
    found = next(one for one in tokens.present() if one.serial == serial)
    assert (found.label[:6], found.maker) == ("token ", "SoftHSM project")


def test_token_tells_its_keys(tokens, serial, trust, authority):
    only = tokens.keys(serial, PIN, trust)
    assert [(one.certificate.name, one.id, one.algorithm) for one in only] == [("Nguyễn Thị Lan", ID, "ecdsa-sha256")]
    assert only[0].chain == authority.chain


def test_session_stays_open_between_signatures(opened, tokens, serial, trust):
    session = token._open[serial].session
    sign_fragments([[SECTIONS["mon-TOAN"]]] * 5, opened, role="subject", at=SIGNED_AT)
    tokens.open(serial, ID, PIN, trust)
    assert token._open[serial].session is session


def test_wrong_pin_says_how_many_tries_are_left_here_and_what_the_token_says(tokens, serial, trust):
    with pytest.raises(WrongPin, match=r"Còn 2 lần thử\. Token báo: nhập sai thêm nữa sẽ khoá hẳn"):
        tokens.open(serial, ID, "000000", trust)


def test_right_pin_forgets_wrong_ones(tokens, serial, trust):
    for _ in range(2):
        for n in range(token.MAX_WRONG - 1):
            with pytest.raises(WrongPin):
                tokens.open(serial, ID, f"{n:06}", trust)
        tokens.open(serial, ID, PIN, trust)
        token.forget(serial)


def test_a_wrong_pin_that_is_sent_again_does_not_reach_the_token(tokens, serial, trust, monkeypatch):
    with pytest.raises(WrongPin, match="Còn 2 lần"):
        tokens.open(serial, ID, "000000", trust)
    monkeypatch.setattr(tokens, "_token", None)
    with pytest.raises(WrongPin, match="Còn 2 lần"):
        tokens.open(serial, ID, "000000", trust)


def test_we_stop_asking_before_the_token_locks_for_good(tokens, serial, trust):
    for n in range(token.MAX_WRONG):
        with pytest.raises(WrongPin):
            tokens.open(serial, ID, f"{n:06}", trust)
    with pytest.raises(KeyLocked, match="Thử lại sau 15 phút"):
        tokens.open(serial, ID, PIN, trust)


def test_open_session_is_of_no_use_without_the_pin(opened, tokens, serial, trust):
    with pytest.raises(WrongPin, match="Còn 2 lần"):
        tokens.open(serial, ID, "000000", trust)
    assert opened.sign(b"goes on")


@pytest.mark.parametrize(
    ("flag", "code", "said"),
    [("USER_PIN_LOCKED", "token_locked", "PUK"), ("USER_PIN_FINAL_TRY", "last_try", "MỘT lần")],
)
def test_token_on_its_last_try_is_left_alone(flag, code, said):
    with pytest.raises(KeyLocked) as refusal:
        refuse_last_try(TokenFlag[flag])
    assert refusal.value.code == code
    assert said in warning_of(TokenFlag[flag])


def test_token_with_tries_left_may_be_asked():
    refuse_last_try(TokenFlag.USER_PIN_COUNT_LOW)
    assert warning_of(TokenFlag(0)) == ""


def test_token_pulled_out_is_said_and_signing_goes_on_where_it_stopped(hsm, opened, tokens, serial, trust):
    items = [[part] for part in SECTIONS.values()]
    done = sign_fragments(items[:2], opened, role="subject", at=SIGNED_AT)
    hsm.pull_out()
    try:
        with pytest.raises(KeyAway, match=r"rút ra.*Cắm lại token.*vẫn giữ nguyên") as refusal:
            sign_fragments(items[2:], opened, role="subject", at=SIGNED_AT)
        with pytest.raises(KeyAway):
            tokens.open(serial, ID, PIN, trust)
    finally:
        hsm.plug_in()
    again = tokens.open(serial, ID, PIN, trust)
    done += sign_fragments(items[2:], again, role="subject", at=SIGNED_AT)
    assert (len(done), refusal.value.code) == (len(items), "token_missing")


def test_unknown_token_is_away(tokens, serial, trust):
    with pytest.raises(KeyAway, match="Không thấy token"):
        tokens.open("no-such-token", ID, PIN, trust)


def test_key_that_is_no_longer_on_the_token(tokens, serial, trust):
    with pytest.raises(KeyUnusable, match="không còn chứa khoá"):
        tokens.open(serial, "99", PIN, trust)


def test_missing_library_is_the_operators(tmp_path):
    with pytest.raises(KeyUnusable, match="KHUEVAN_TOKEN_LIBRARY"):
        Tokens(str(tmp_path / "vendor.so"), tmp_path).present()


def test_revoked_certificate_signs_no_more(hsm, tokens, own_authority):
    made = hsm.token()
    certificate = hsm.put(made, own_authority, STAFF["lan"])
    opened = tokens.open(made, ID, PIN, own_authority.trust())
    assert opened.sign(b"before")
    own_authority.revoke(f"{certificate.serial_number:x}", SIGNED_AT)
    with pytest.raises(KeyUnusable, match="thu hồi ngày 28/05/2026"):
        tokens.open(made, ID, PIN, own_authority.trust())


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [
        (ENDS + timedelta(days=1), "expired", "hết hạn ngày"),
        (STARTS - timedelta(days=1), "not_yet_valid", "chưa có hiệu lực.*đồng hồ"),
    ],
)
def test_certificate_signs_only_while_it_is_valid(opened, at, code, said):
    with frozen(at), pytest.raises(KeyUnusable, match=said) as refusal:
        opened.sign(b"too late, too early")
    assert refusal.value.code == code


def test_certificate_of_an_unknown_authority_does_not_sign(tokens, serial, tmp_path):
    with frozen(NOW):
        others = DemoAuthority(tmp_path / "others", "Người lạ").trust()
    with pytest.raises(KeyUnusable, match="không được hệ thống tin cậy") as refusal:
        tokens.open(serial, ID, PIN, others)
    assert refusal.value.code == "untrusted"
