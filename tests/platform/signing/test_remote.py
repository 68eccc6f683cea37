"""Remote signing (CSC API): one authorisation for many, wrong PINs, a service that is down, odd answers."""

import asyncio

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from khuevan.platform.signing.adapters import remote
from khuevan.platform.signing.adapters.certificates import holds
from khuevan.platform.signing.adapters.remote import SigningService
from khuevan.platform.signing.ports import KeyAway, KeyLocked, KeyUnusable, WrongPin
from tests.platform.signing.sample import ENDS, NOW, PIN, STAFF, STARTS
from tests.platform.signing.services import ONCE, SecondVersion, first_version, served


@pytest.fixture
def there(authority):
    """The second version with a key of cô Lan."""
    key = ec.generate_private_key(ec.SECP256R1())
    own = authority.issue(key.public_key(), STAFF["lan"], not_before=STARTS, not_after=ENDS)
    return SecondVersion({"lan-1": (key, own.public_bytes(Encoding.DER))}, authority.chain)


@pytest.fixture
def service(there, tmp_path):
    with served(there.app) as address:
        yield SigningService(f"{address}/csc/v2", "admitted", tmp_path / "tries")


def test_account_tells_its_keys(service, trust, authority):
    [only] = service.credentials("lan@so.edu.vn", trust)
    assert (only.id, only.certificate.name, only.at_once) == ("lan-1", "Nguyễn Thị Lan", ONCE)
    assert only.chain == authority.chain
    assert service.credentials("hue@so.edu.vn", trust) == []


def test_one_authorisation_covers_as_many_as_the_service_allows(service, there, trust):
    key = service.open("lan-1", PIN, trust)
    many = [f"{n}".encode() for n in range(2 * ONCE + 1)]
    values = key.sign_all(many)
    assert there.authorised == [ONCE, ONCE, 1]
    assert all(holds(key.certificate.der, key.algorithm, v, d) for v, d in zip(values, many, strict=True))


def test_wrong_pin_says_how_many_tries_are_left_and_what_the_service_says(service, trust):
    with pytest.raises(WrongPin, match=r"Còn 2 lần thử\. Dịch vụ ký số báo: PIN is invalid"):
        service.open("lan-1", "000000", trust).sign(b"x")


def test_we_stop_asking_before_the_service_locks(service, there, trust):
    for _ in range(remote.MAX_WRONG):
        with pytest.raises(WrongPin):
            service.open("lan-1", "000000", trust).sign(b"x")
    with pytest.raises(KeyLocked, match="Thử lại sau 15 phút"):
        service.open("lan-1", PIN, trust)
    assert there.authorised == []


def test_right_pin_forgets_wrong_ones(service, trust):
    for _ in range(2):
        for _ in range(remote.MAX_WRONG - 1):
            with pytest.raises(WrongPin):
                service.open("lan-1", "000000", trust).sign(b"x")
        service.open("lan-1", PIN, trust).sign(b"x")


@pytest.mark.parametrize(
    ("answer", "refusal", "said"),
    [
        ((400, {"error": "locked", "error_description": "Credential is locked"}), KeyLocked, "đã khoá tài khoản"),
        ((403, {"error": "access_denied"}), KeyUnusable, "từ chối: access_denied"),
        ((503, {}), KeyAway, "Không kết nối được"),
        ((200, {"SAD": "forged"}), KeyAway, "Không kết nối được"),
    ],
)
def test_other_answers_are_said(service, there, trust, answer, refusal, said):
    there.answer_instead = answer
    with pytest.raises(refusal, match=said):
        service.open("lan-1", PIN, trust).sign(b"x")


def test_signature_by_another_key_is_not_taken(service, there, trust):
    key = service.open("lan-1", PIN, trust)
    there.keys["lan-1"] = (ec.generate_private_key(ec.SECP256R1()), there.keys["lan-1"][1])
    with pytest.raises(KeyAway, match="chữ ký không đúng"):
        key.sign(b"x")


def test_key_with_a_password_at_each_signing_is_refused(service, there, trust):
    there.otp = True
    with pytest.raises(KeyUnusable, match="OTP"):
        service.open("lan-1", PIN, trust)


def test_service_that_is_down_is_said_and_signing_goes_on_later(there, trust, tmp_path):
    with served(there.app) as address:
        key = SigningService(f"{address}/csc/v2", "admitted", tmp_path).open("lan-1", PIN, trust)
        key.sign(b"first")
    with pytest.raises(KeyAway, match=r"Không kết nối được dịch vụ ký số.*vẫn giữ nguyên"):
        key.sign(b"second")


def test_server_without_admission_is_told_whom_to_ask(service, trust):
    stranger = SigningService(service.url, "stolen", service.directory)
    with pytest.raises(KeyUnusable, match="KHUEVAN_REMOTE_TOKEN"):
        stranger.open("lan-1", PIN, trust)


def test_pin_never_goes_over_an_open_line(trust, tmp_path):
    with pytest.raises(KeyUnusable, match="không được mã hoá"):
        SigningService("http://ky-so.example.vn/csc/v2", "", tmp_path).open("lan-1", PIN, trust)


def test_pin_is_in_no_text_of_the_key(service, trust):
    assert PIN not in repr(service.open("lan-1", PIN, trust))


def test_another_projects_service_signs_a_batch(independent, tmp_path):
    with served(first_version(independent)) as address:
        key = SigningService(f"{address}/csc/v1", "", tmp_path).open("province/p256", PIN, independent.trust(NOW))
        many = [f"{n}".encode() for n in range(ONCE + 1)]
        values = key.sign_all(many)
    assert all(holds(key.certificate.der, key.algorithm, v, d) for v, d in zip(values, many, strict=True))


def test_certificate_that_its_authority_revoked_signs_no_more(independent, tmp_path):
    with served(first_version(independent)) as address:
        service = SigningService(f"{address}/csc/v1", "", tmp_path)
        with pytest.raises(KeyUnusable, match="thu hồi ngày 20/05/2026"):
            service.open("province/revoked", PIN, independent.trust(NOW))


def test_service_that_answers_bit_by_bit_is_left(there, trust, tmp_path, monkeypatch):
    """It would answer for ever: without an end for the whole exchange this test has none either."""
    monkeypatch.setattr(remote, "SECONDS", 0.3)

    async def drip(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b" ")
            await asyncio.sleep(0.02)

    app = web.Application()
    app.router.add_post("/csc/v2/{what:.*}", drip)
    with served(app) as address, pytest.raises(KeyAway, match="Không kết nối được"):
        SigningService(f"{address}/csc/v2", "admitted", tmp_path).open("lan-1", PIN, trust)


def test_slow_service_ends_the_order_rather_than_hold_it_open(service, there, trust, monkeypatch):
    key = service.open("lan-1", PIN, trust)
    monkeypatch.setattr(remote, "MOST_SECONDS", -1)
    with pytest.raises(KeyAway, match="quá chậm"):
        key.sign_all([b"1", b"2"])
    assert there.authorised == []
