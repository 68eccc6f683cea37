"""A visitor checks An's transcript of last year by code, link, QR and file; one changed byte is found and named."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.visits import Visits

GOOD, ALTERED = "Học bạ hợp lệ, còn nguyên vẹn", "Nội dung đã bị thay đổi"
TYPES = {"xml": "application/xml", "pdf": "application/pdf"}


@pytest.fixture(scope="module")
def papers(browser, stack):
    """The code of An's issued transcript and its files as his mother downloads them: ``code``, ``xml``, ``pdf``."""
    with Visits(browser, stack.url) as visits:
        page = visits.by("chi-hoa")
        page.goto("/")
        page.get_by_role("link", name="Nguyễn Hoàng An").click()
        page.get_by_role("link", name="2024–2025").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Học bạ của Nguyễn Hoàng An")
        found = {"code": page.locator("p.code--big").inner_text()}
        for kind, words in (("xml", "Tải XML"), ("pdf", "Tải PDF")):
            with page.expect_download() as download:
                page.get_by_role("link", name=words).click()
            found[kind] = download.value.path().read_bytes()
    return found


def check(page, text):
    """Give a code or a link on the public page."""
    page.goto("/verify/")
    page.get_by_label("Mã tra cứu hoặc liên kết").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()


def upload(page, kind, data):
    """Give a file on the public page; its verdict: the headline, and the altered parts by name."""
    page.goto("/verify/")
    page.get_by_label("Tệp học bạ").set_input_files({"name": f"an.{kind}", "mimeType": TYPES[kind], "buffer": data})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("body")).to_have_attribute("data-page", "verdict")
    return page.get_by_role("heading", level=1).inner_text(), page.locator(".alert li strong").all_inner_texts()


def command(stack, path):
    """What ``khuevan verify`` says of a file: the headline, the altered parts, and the status it exits with."""
    ordered = [sys.executable, "-m", "khuevan.site.cli", "verify", str(path)]
    done = subprocess.run(ordered, env=stack.env(), capture_output=True, text=True)
    head, _, rest = done.stdout.partition("\n")
    parts = re.search(r"Phần bị thay đổi:\n((?:  .+\n)+)", rest + "\n")
    return head[2:], [one.strip() for one in parts[1].splitlines()] if parts else [], done.returncode


def changed(data, before, distance=0):
    """The file with one byte changed: the one ``distance`` behind what the pattern ``before`` finds."""
    at = re.search(before, data, re.DOTALL).end() + distance
    other = b"4" if data[at : at + 1] != b"4" else b"5"
    return data[:at] + other + data[at + 1 :]


def test_anyone_sees_who_signed_what_and_when(visits, papers):
    page = visits.by()
    page.goto("/verify/")
    look(page, "6-anyone-verify")
    check(page, papers["code"].lower().replace("-", " "))
    expect(page.get_by_role("heading", level=1)).to_have_text(GOOD)
    signed = page.get_by_role("listitem").filter(has_text="Hợp lệ")
    expect(signed.filter(has_text="Nguyễn Thị Ngọc Lan")).to_contain_text(
        "26/05/2025 09:00 · Giáo viên môn học: Môn Toán"
    )
    expect(signed.filter(has_text="Giáo viên chủ nhiệm")).to_contain_text("28/05/2025 10:00")
    expect(signed.filter(has_text="Lê Quang Minh")).to_contain_text("02/07/2025 08:30 · Hiệu trưởng")
    expect(signed.filter(has_text="Con dấu nhà trường")).to_contain_text("03/07/2025 14:00")
    expect(page.get_by_text("Không hợp lệ")).to_have_count(0)
    look(page, "6-anyone-verified")
    address = page.url
    check(page, f" {address} ")
    page.wait_for_url(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(GOOD)


def test_anyone_photographs_the_paper(visits, papers, tmp_path):
    (tmp_path / "an.pdf").write_bytes(papers["pdf"])
    drawn = ["pdftoppm", "-png", "-singlefile", "-r", "200", str(tmp_path / "an.pdf"), str(tmp_path / "an")]
    subprocess.run(drawn, check=True)
    page = visits.by(phone=True)
    page.goto("/verify/")
    page.locator(".qr-file").set_input_files(tmp_path / "an.png")
    either = re.compile(rf"^KV1:|/verify/{papers['code']}/?$")  # the signed code, or the address beside it
    expect(page.get_by_label("Mã tra cứu hoặc liên kết")).to_have_value(either)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GOOD)


MARK, SEAL = rb"<mamonhoc>TOAN</mamonhoc>.*?<diem>", rb"/Contents <"
FORGERIES = [
    ("xml", MARK, 0, "Môn Toán"),
    ("xml", rb"<mamonhoc>NV</mamonhoc>.*?<nhanxet>", 1, "Môn Ngữ văn"),
    ("xml", rb"<hovaten>", 0, "Thông tin học sinh và nhà trường"),
    ("xml", rb".*<ds:SignatureValue", 70, "Chữ ký: Toàn bộ học bạ"),
    ("pdf", rb"stream\r?\n", 200, "Bản thể hiện PDF"),
    ("pdf", SEAL, 300, "Chữ ký Con dấu số"),
]


@pytest.mark.parametrize(("kind", "before", "distance", "part"), FORGERIES)
def test_one_changed_byte_is_refused_and_named(visits, papers, kind, before, distance, part):
    page = visits.by()
    assert upload(page, kind, changed(papers[kind], before, distance)) == (ALTERED, [part])
    expect(page.get_by_text("Không dùng tệp này")).to_be_visible()
    if before == MARK:
        expect(page.get_by_role("row").filter(has_text="Toán")).to_contain_text("bị sửa")
        look(page, "6-anyone-altered")


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_the_command_says_the_same_as_the_page(visits, stack, papers, tmp_path, kind):
    page, path = visits.by(), tmp_path / f"an.{kind}"
    forged = changed(papers[kind], *{"xml": (MARK, 0), "pdf": (SEAL, 300)}[kind])
    for data, status in ((papers[kind], 0), (forged, 1)):
        path.write_bytes(data)
        assert command(stack, path) == (*upload(page, kind, data), status)


def test_others_confirm_the_paper_too(papers, tmp_path):
    path = tmp_path / "an.pdf"
    path.write_bytes(papers["pdf"])
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
