"""The principal freezes the year's figures and has the Ministry's form filled; the Sở sees who has handed in."""

from io import BytesIO

import openpyxl
from playwright.sync_api import expect

from tests.journeys.eyes import look

FORM = (
    ("", "BÁO CÁO THỐNG KÊ GIÁO DỤC TRUNG HỌC CƠ SỞ", "", "- Đơn vị báo cáo:"), ("", "Kỳ đầu năm học"), (), (),
    ("III", "Học sinh", "Đơn vị tính", "Mã số", "Tổng số", "Công lập"), ("", "A", "B", "C", 1, 2),
    ("3.1", "Tổng quy mô", "người", 40), ("", "- Học sinh lớp 7", "người", 41),
    ("", "- Học sinh học nghề", "người", 42),
)  # fmt: skip


def blank_form() -> bytes:
    """A form as the Ministry's, of a few rows."""
    book, out = openpyxl.Workbook(), BytesIO()
    for row in FORM:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_minh_freezes_and_has_the_form_filled(visits):
    page = visits.by("thay-minh")
    page.goto("/reports/")
    page.get_by_role("link", name="Đầu năm học 2025–2026").click()
    look(page, "reports-preview")
    page.get_by_label("Loại hình").select_option("Công lập")
    page.get_by_label("Vùng").select_option("Trung du, đồng bằng, thành phố")
    gaps = page.get_by_label("Chốt dù còn thiếu")
    if gaps.count():
        gaps.check()
    page.get_by_label("PIN").fill("123456")
    page.get_by_role("button", name="Chốt số và ký").click()
    expect(page.get_by_text("Chữ ký còn nguyên vẹn")).to_be_visible()
    look(page, "reports-frozen")
    page.get_by_role("link", name="Lập điều chỉnh").click()
    look(page, "reports-correction")
    page.go_back()
    page.get_by_label("Tệp biểu trống").set_input_files(
        {"name": "bieu-03.xlsx", "mimeType": "application/octet-stream", "buffer": blank_form()}
    )
    page.get_by_role("button", name="Điền biểu").click()
    expect(page.get_by_text("4 ô đã có số.")).to_be_visible()
    look(page, "reports-filled")


def test_binh_sees_who_has_handed_in(visits):
    page = visits.by("anh-binh")
    page.goto("/reports/")
    page.get_by_role("link", name="Đầu năm học 2025–2026").click()
    expect(page.get_by_text("Đã nộp, trễ hạn").first).to_be_visible()
    look(page, "reports-round")


def test_binh_keeps_a_view_and_gets_it_by_mail_until_the_link_ends_that(visits):
    page = visits.by("anh-binh")
    page.goto("/ioc/?term=1")
    page.get_by_role("link", name="Chế độ xem").click()
    page.get_by_label("Tên").fill("Học kì I toàn tỉnh")
    page.get_by_role("button", name="Lưu chế độ xem").click()
    expect(page.get_by_text("Đã lưu chế độ xem")).to_be_visible()
    look(page, "ioc-view")
    page.get_by_role("link", name="Chế độ xem").click()
    page.get_by_label("Địa chỉ thư điện tử").fill("binh@so.example")
    page.get_by_role("button", name="Đăng kí nhận PDF").click()
    expect(page.get_by_text("binh@so.example").first).to_be_visible()
    look(page, "ioc-views-kept")
    page.get_by_role("link", name="Ngừng nhận").click()
    look(page, "ioc-unsubscribe")
    page.get_by_role("button", name="Ngừng nhận").click()
    expect(page.get_by_text("Đã ngừng")).to_be_visible()
