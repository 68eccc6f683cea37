"""The code on a transcript, from a photo or from the camera, into the form of the public page."""

import pytest
from playwright.sync_api import expect

from tests.browsers import PROGRAM, QUIET
from tests.islands.pictures import blank, film, photo

pytestmark = pytest.mark.browser
LINK = "https://khuevan.test/v/0198c0de-7a"
FIELD = "Đường dẫn trên học bạ"


def test_a_photo_of_the_code_fills_the_form(page):
    page.goto("/verify")
    page.locator(".qr-file").set_input_files(photo(LINK))
    expect(page.get_by_label(FIELD)).to_have_value(LINK)
    expect(page.get_by_role("button", name="Kiểm tra")).to_be_focused()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (photo(LINK) | {"buffer": b"no picture"}, "Không mở được tệp này như một ảnh."),
        (photo(LINK) | {"buffer": photo(LINK)["buffer"][:60]}, "Không mở được tệp này như một ảnh."),
        (blank(), "Không thấy mã QR trong ảnh này."),
    ],
)
def test_what_cannot_be_read_is_said(page, file, words):
    page.goto("/verify")
    page.locator(".qr-file").set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text(words)
    expect(page.get_by_label(FIELD)).to_have_value("")


def test_the_camera_reads_the_code_and_is_switched_off(browser, school, tmp_path):
    film(LINK, tmp_path / "code.y4m")
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    camera += [f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}"]
    chromium = browser.browser_type.launch(executable_path=PROGRAM, args=[*QUIET, *camera])
    page = chromium.new_page(base_url=school.url)
    page.goto("/verify")
    page.get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(page.get_by_label(FIELD)).to_have_value(LINK, timeout=15_000)
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    chromium.close()


def test_without_a_camera_the_photo_is_offered(page):
    page.goto("/verify")
    page.get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(page.get_by_role("status")).to_contain_text("chọn ảnh")
