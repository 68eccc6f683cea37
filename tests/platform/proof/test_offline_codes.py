"""Signed codes in the page without a network: typed, photographed, filmed, doctored, old."""

import base64

import pytest
from playwright.sync_api import expect

from khuevan.platform.proof.adapters import proof_key
from khuevan.platform.proof.api import fingerprint, pack, public_keys, renew, seal
from khuevan.school.credentials.queries.offline import _url64
from tests.islands.conftest import PHONE, WIDE, violations
from tests.islands.pictures import film, photo
from tests.platform.proof.offline import data, opened

pytestmark = pytest.mark.browser
YEAR = {
    1: "801", 2: 2025, 3: 7, 4: 1, 5: 2**60 - 5, 6: b"\x07" * 32, 7: {"TOAN": 81, "NT": "D", "TV": ["T", 95]}, 8: "K",
    9: "T", 10: 1, 12: 1780000000,
}  # fmt: skip
SAID = {1: 1, 2: "KV0123456784", 3: "Nguyễn Hoàng An", 4: "2013-04-09", 5: [YEAR]}


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def written(**more):
    keys = [{"id": key.id, "x": _url64(key.x), "y": _url64(key.y)} for key in public_keys()]
    return data(keys=keys, **more)


def test_a_code_shows_what_it_says(tmp_path):
    text = seal(SAID)
    with opened(tmp_path, written()) as page:
        said = page.code(text)
    assert said.outcome == "valid"
    for words in (
        "Nguyễn Hoàng An",
        "09/04/2013",
        "THCS Tân An",
        "Toán8,1",
        "NTĐạt",
        "TVTốt (9,5)",
        "Khá",
        "Được lên lớp",
    ):
        assert words in said.text
    assert "ZZZZ-ZZZZ-ZZZV" in said.text


def test_twelve_years_fit_one_code(tmp_path):
    years = [YEAR | {2: 2014 + n, 3: n, 6: bytes([n]) * 32} for n in range(1, 13)]
    text = seal(SAID | {5: years})
    with opened(tmp_path, written()) as page:
        said = page.code(text)
    assert said.outcome == "valid"
    assert said.text.count("Toán8,1") == 12
    assert said.text.count("Không có trong danh sách thu hồi") == 12
    assert said.text.count("Nguyễn Hoàng An") == 1


def test_of_several_years_the_one_that_lost_its_force_is_named(tmp_path):
    lost = pack([fingerprint(bytes([2]) * 32)])
    years = [YEAR | {2: 2022 + n, 3: n, 6: bytes([n]) * 32} for n in range(1, 4)]
    years[0][13] = ["KV0123456784", "Nguyễn Hoàng Ân", "2013-04-09"]
    told = {"count": lost.count, "k": lost.k, "data": base64.b64encode(lost.data).decode()}
    with opened(tmp_path, written(revoked=told)) as page:
        said = page.code(seal(SAID | {5: years}))
    assert said.outcome == "revoked"
    assert said.text.count("Đã bị thu hồi") == 2, "the whole, and the year"
    assert "Nguyễn Hoàng Ân" in said.text


def test_a_code_of_a_retired_key_is_good(tmp_path):
    text = seal(SAID)
    renew()
    with opened(tmp_path, written()) as page:
        assert page.code(text).outcome == "valid"


def test_doctored_codes_are_refused(tmp_path):
    text, page_data = seal(SAID), written()
    place = len(text) // 2
    doctored = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
    proof_key.renew()
    foreign = seal(SAID)
    with opened(tmp_path, page_data) as page:
        assert page.code(doctored).codes <= {"not_a_statement", "bad_code"}
        assert page.code(foreign).codes == {"unknown_key"}
        for other in ("KV1:", "KV1:AB", text[:-6], "hello"):
            assert page.code(other).codes == {"not_a_statement"}


def test_another_mark_under_the_same_signature_is_refused(tmp_path):
    import zlib

    import cbor2

    from khuevan.platform.proof.rules import base45

    protected, _open, payload, value = cbor2.loads(zlib.decompress(base45.decode(seal(SAID)[4:]))).value
    payload = payload.replace(b"dTOAN\x18Q", b"dTOAN\x18_")
    forged = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, value]))
    with opened(tmp_path, written()) as page:
        assert page.code("KV1:" + base45.encode(zlib.compress(forged))).codes == {"bad_code"}


def test_an_old_list_is_called_old(tmp_path):
    text = seal(SAID)
    with opened(tmp_path, written(at="2026-01-05T08:00:00+07:00")) as page:
        said = page.code(text)
    assert "danh sách thu hồi đã cũ" in said.text
    assert "Danh sách quá 30 ngày" in said.text


def test_a_photo_is_read_and_an_address_is_told_apart(tmp_path):
    text = seal(SAID)
    with opened(tmp_path, written()) as page:
        assert page.file("code.png", photo(text)["buffer"]).outcome == "valid"

        def address():
            given = photo("https://hocba.example/verify/7K3M-9QXT-2BFA/")
            page.page.locator("#file").set_input_files(given)
            expect(page.page.locator(".status")).to_contain_text("Hãy quét mã vuông lớn")

        page.do(address)


def test_the_camera_reads_it(tmp_path):
    film(seal(SAID), tmp_path / "code.y4m", times=2)
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    camera += [f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}"]
    with opened(tmp_path, written(), args=camera) as page:

        def scan():
            page.page.get_by_role("button", name="Quét mã QR").click()
            expect(page.page.locator(".verdict")).to_have_attribute("data-outcome", "valid", timeout=20_000)
            expect(page.page.locator("video")).to_be_hidden()

        page.do(scan)


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it_in_both_languages(tmp_path, size, scheme):
    text = seal(SAID)
    with opened(tmp_path, written(), viewport=size, color_scheme=scheme, bypass_csp=True) as page:
        page.code(text)
        assert page.do(violations, page.page) == []
        page.do(lambda: page.page.get_by_role("button", name="English").click())
        said = page.do(page._said)
        assert "Genuine, and not altered" in said.text
        assert "Passed" in said.text
        assert page.do(lambda: page.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        assert page.do(violations, page.page) == []
