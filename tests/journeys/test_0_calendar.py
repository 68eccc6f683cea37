"""The submission calendar in the browser: a closed column, a request decided, the column open again."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column

NEXT_WEEK = (date.today() + timedelta(days=7)).isoformat()


def book_of_lan(visits, part, name="7A · Toán"):
    page = visits.by("co-lan")
    page.goto("/gradebook/")
    page.goto(page.get_by_role("link", name=name).first.get_attribute("href").split("?")[0] + f"?term={part}")
    expect(page.locator("mark-grid tbody tr").first).to_be_visible()
    return page


def test_a_request_is_granted_and_the_column_of_this_book_opens(visits):
    lan = book_of_lan(visits, 2)
    expect(lan.get_by_text("đề nghị mở lại đang chờ duyệt")).to_be_visible()
    closed = cell(lan, 1, column(lan, "GK"))
    expect(closed).to_have_attribute("aria-readonly", "true")
    assert "đã hết hạn" in closed.get_attribute("title")

    minh = visits.by("thay-minh")
    minh.goto("/")
    minh.get_by_role("link", name="Toán 7A Giữa kì").click()
    expect(minh.get_by_text("phúc tra")).to_be_visible()
    minh.get_by_label("Mở đến hết ngày").fill(NEXT_WEEK)
    minh.get_by_role("button", name="Đồng ý mở lại").click()
    expect(minh.locator(".trail__item")).to_have_count(2)
    look(minh, "calendar-granted")

    lan.goto("/")
    look(lan, "calendar-answered")
    lan.get_by_role("link", name="Được sửa đến").click()
    expect(lan.get_by_text("được mở lại đến hết ngày")).to_be_visible()
    assert cell(lan, 1, column(lan, "GK")).get_attribute("aria-readonly") is None
    look(lan, "calendar-reopened")


def test_a_column_of_another_book_can_be_asked_for(visits):
    lan = book_of_lan(visits, 2, "6A · Toán")
    lan.get_by_role("link", name="Đề nghị mở lại").first.click()
    look(lan, "calendar-ask-book")


def test_a_plan_is_seen_before_it_is_written(visits):
    page = visits.by("thay-minh")
    page.goto("/calendar/plan?propose=1")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Sẽ đóng ngay khi ghi")).to_be_visible()
    look(page, "calendar-preview")
    page.goto("/calendar/")
    expect(page.get_by_text("Không giới hạn").first).to_be_visible()


def test_a_homeroom_part_is_asked_for(visits):
    page = visits.by("co-thu")
    page.goto("/gradebook/homeroom/")
    page.goto(page.url.split("?")[0] + "?term=3")
    page.get_by_role("link", name="Đề nghị mở lại").click()
    look(page, "calendar-ask-class")
    page.get_by_label("Lý do").fill("Một em mới chuyển đến, chưa được đánh giá.")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()
