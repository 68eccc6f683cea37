"""Anh Bình finds two records of one pupil at two schools, makes one of them, and takes it back."""

from playwright.sync_api import expect

from tests.journeys.eyes import look


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=60_000)


def test_two_records_become_one_and_two_again(visits):
    page = visits.by("anh-binh")
    page.goto("/identity/")
    heading(page, "Hồ sơ trùng")
    page.get_by_role("button", name="Tìm hồ sơ trùng").click()
    expect(page.get_by_text("Lần gần nhất")).to_be_visible(timeout=90_000)
    look(page, "doubles-found")
    expect(page.get_by_role("link", name="So sánh")).to_have_count(2)
    page.get_by_role("row").filter(has_text="không dấu").get_by_role("link", name="So sánh").click()
    heading(page, "So sánh hai hồ sơ")
    look(page, "doubles-pair")
    page.get_by_label("Căn cứ gộp").fill("đã đối chiếu giấy khai sinh")
    page.get_by_role("button", name="Gộp thành một hồ sơ").click()
    expect(page.get_by_text("vẫn tra cứu được").first).to_be_visible(timeout=30_000)
    look(page, "doubles-merged")
    page.get_by_label("Lý do hoàn tác").fill("gộp nhầm")
    page.get_by_role("button", name="Hoàn tác lần gộp").click()
    expect(page.get_by_text("Đã hoàn tác").first).to_be_visible()
