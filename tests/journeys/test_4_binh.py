"""Anh Bình takes in what 7A has sent and returns one; the school replaces it by a new version and sends that."""

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into
from tests.journeys.telling import chapter, sign
from tests.journeys.test_3_minh import lock, open_class

pytestmark = pytest.mark.usefixtures("before")
RETURNED = "Nguyễn Anh Tú"
WHY = "Điểm cuối kì môn Toán chưa khớp biên bản chấm."


def decide(page, opener, answer, **fields):
    page.get_by_role("button", name=opener, exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label).fill(value)
    dialog.get_by_role("button", name=answer, exact=True).click()


@chapter
def test_binh_returns_one_and_takes_in_the_others(visits):
    page = visits.by("anh-binh")
    page.goto("/")
    look(page, "4-binh-today")
    page.get_by_role("link", name="THCS Nguyễn Đình Chiểu 2025").click()
    expect(page.get_by_role("link", name=RETURNED)).to_be_visible()
    look(page, "4-binh-desk")
    page.get_by_role("link", name=RETURNED).click()
    look(page, "4-binh-transcript")
    decide(page, "Trả lại", "Trả lại", **{"Vì sao trả lại": WHY})
    expect(page.get_by_text("Đã trả lại học bạ cho nhà trường kèm lý do.")).to_be_visible()
    decide(page, "Tiếp nhận các học bạ đã chọn", "Tiếp nhận")
    expect(page.get_by_text("Đã tiếp nhận 9 học bạ.")).to_be_visible()


@chapter
def test_the_school_begins_a_new_version(visits):
    page = visits.by("thay-minh")
    open_class(page)
    page.get_by_role("link", name=RETURNED).click()
    expect(page.get_by_text(WHY).first).to_be_visible()
    fields = {"Số quyết định": "15/QĐ-THCSNĐC", "Lý do đính chính": WHY}
    decide(page, "Đính chính", "Lập phiên bản mới", **fields)
    expect(page.get_by_text("Đã lập phiên bản 2.")).to_be_visible()
    expect(page.get_by_text("Đã được thay thế").first).to_be_visible()
    look(page, "4-minh-new-version")
    page.goto("/gradebook/school/?term=2")
    decide(page, "Mở khoá", "Mở khoá", **{"Lý do": WHY})
    expect(page.get_by_text("Giáo viên nhập được điểm trở lại")).to_be_visible()


@chapter
def test_the_mark_is_corrected_and_signed_again(visits):
    page = visits.by("co-lan")
    page.goto("/gradebook/")
    page.get_by_role("link", name="7A · Toán").click()
    expect(page.get_by_role("grid")).to_be_visible()
    final = column(page, "CK")
    walk_into(page, 10, final)
    type_down(page, "9")
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")
    expect(cell(page, 10, final)).to_have_text("9,0")
    page.reload()
    sign(page, "Ký 1 học sinh")
    expect(page.get_by_text("Đã ký: 1 chữ ký môn học.")).to_be_visible()
    mai = visits.by("co-mai")
    mai.goto("/gradebook/homeroom/")
    sign(mai, "Ký 1 học sinh")
    expect(mai.get_by_text("Đã ký: 1 chữ ký chủ nhiệm.")).to_be_visible()


@chapter
def test_the_new_version_is_issued_and_taken_in(visits):
    page = visits.by("thay-minh")
    lock(page, 2)
    for opener, answer in (("Duyệt và ký 1", "Duyệt và ký"), ("Đóng dấu và phát hành 1", "Đóng dấu và phát hành")):
        open_class(page)
        sign(page, opener, answer)
        expect(page.locator("[data-state=done]")).to_be_visible(timeout=120_000)
    open_class(page)
    decide(page, "Gửi Sở 1 học bạ", "Gửi Sở")
    expect(page.get_by_text("Đã gửi 1 học bạ đến Sở.")).to_be_visible()
    binh = visits.by("anh-binh")
    binh.goto("/transcripts/desk/")
    binh.get_by_role("link", name=RETURNED).click()
    expect(binh.get_by_text("Phiên bản 1")).to_be_visible()
    look(binh, "4-binh-second-version")
    decide(binh, "Tiếp nhận", "Tiếp nhận")
    expect(binh.get_by_text("Đã tiếp nhận học bạ.")).to_be_visible()
