"""Thầy Minh pastes a list of pupils, sees what it would do, decides, writes it, and takes it back."""

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.telling import confirm

PASTED = """Họ và tên\tNgày sinh\tGiới tính\tLớp\tHọ tên mẹ\tSĐT mẹ
Trần Thị Bình Minh\t05/09/2013\tNữ\t7A\tLê Thị Hạnh\t0900111222
Trần Văn Cường Thịnh\t31/02/2014\tNam\t7A\t\t
Nguyen Hoang An\t2013\tNam\t7A\t\t
Lý Thị Không Lớp\t06/10/2013\tNữ\t9Z\t\t
"""


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=60_000)


def test_a_list_comes_in_and_goes_back(visits):
    page = visits.by("thay-minh")
    page.goto("/")
    page.get_by_role("link", name="Nhập, xuất").first.click()
    heading(page, "Nhập, xuất danh sách")
    look(page, "lists-empty")
    expect(page.get_by_label("Loại danh sách").locator("option:checked")).to_have_text("Học sinh")
    page.get_by_label("Hoặc dán các ô đã chép").fill(PASTED)
    page.get_by_role("button", name="Xem trước").click()
    heading(page, "Chọn cột")
    look(page, "lists-columns")
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    heading(page, "Xem trước")
    look(page, "lists-checked")
    page.locator(".tabs").get_by_role("link", name="Lỗi").click()
    expect(page.get_by_text("Trường không có lớp “9Z”")).to_be_visible()
    look(page, "lists-errors")
    page.get_by_role("button", name="Nhập", exact=True).click()
    page.get_by_role("dialog").get_by_text("Bỏ lại các dòng lỗi").click()
    page.get_by_role("dialog").get_by_role("button", name="Nhập", exact=True).click()
    heading(page, "Đã nhập")
    look(page, "lists-written")
    confirm(page, "Hoàn tác", "Hoàn tác")
    heading(page, "Đã hoàn tác")
    page.get_by_role("link", name="Về nhập, xuất danh sách").click()
    expect(page.get_by_role("row").filter(has_text="Đã hoàn tác")).to_be_visible()
    look(page, "lists-history")
