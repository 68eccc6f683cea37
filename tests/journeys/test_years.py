"""Thầy Minh opens the next year, makes an exception, looks at both years, names a stand-in, and takes it all back."""

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.telling import confirm

NEW, OLD = "2026–2027", "2025–2026"


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=60_000)


def test_a_year_is_opened_and_taken_back(visits):
    page = visits.by("thay-minh")
    page.goto("/")
    page.get_by_role("link", name="Năm học", exact=True).first.click()
    heading(page, "Năm học")
    look(page, "years-index")
    page.get_by_role("button", name="Lập kế hoạch").click()
    heading(page, f"Mở năm học {NEW}")
    look(page, "years-dates")
    page.get_by_role("button", name="Lưu và sang bước 2").click()
    expect(page.get_by_label("Tên lớp 8A")).to_have_value("8A")
    look(page, "years-classes")
    page.get_by_role("link", name="3. Học sinh").click()
    page.get_by_label("Xem", exact=True).select_option(index=1)
    page.get_by_role("button", name="Xem", exact=True).click()
    row = page.locator("select[name^=p]").first
    row.select_option("leave")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Ngoại lệ: Lê Quang Minh")).to_be_visible()
    look(page, "years-pupils")
    page.get_by_role("link", name="4. Xem và mở").click()
    look(page, "years-preview")
    confirm(page, "Mở năm học", "Mở năm học")
    heading(page, f"Năm học {NEW}")
    look(page, "years-opened")
    page.goto("/gradebook/")
    expect(page.get_by_text(f"Năm học {NEW}").first).to_be_visible()
    page.get_by_role("link", name=OLD).click()
    expect(page.get_by_text(f"Năm học {OLD}").first).to_be_visible()
    page.goto("/teaching/")
    expect(page.get_by_label("Chủ nhiệm").first).to_be_visible()
    look(page, "years-teaching")
    page.get_by_role("link", name="Số tiết", exact=True).click()
    look(page, "years-loads")
    page.get_by_role("link", name="Dạy thay, thay đổi").click()
    look(page, "years-stand-ins")
    page.goto("/years/")
    page.get_by_role("link", name=NEW).first.click()
    confirm(page, "Hoàn tác", "Hoàn tác")
    heading(page, f"Mở năm học {NEW}")
    confirm(page, "Xoá kế hoạch", "Xoá")
    expect(page.get_by_role("button", name="Lập kế hoạch")).to_be_visible()
