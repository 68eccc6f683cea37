"""Thầy Minh sees how far the school is, closes the terms, signs, puts the seal under 7A, and sends the transcripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.telling import PIN, chapter, sign

pytestmark = pytest.mark.usefixtures("before")
REASON = "Đã đủ điểm và nhận xét, khoá để ký học bạ."


def lock(page, term):
    page.goto(f"/gradebook/school/?term={term}")
    if page.get_by_role("button", name="Mở khoá").count():
        return
    page.get_by_role("button", name="Khoá Học kì").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Lý do").fill(REASON)
    dialog.get_by_role("button", name="Khoá Học kì").click()
    expect(page.get_by_text("Không ai nhập được điểm")).to_be_visible()


def open_class(page):
    page.goto("/transcripts/")
    page.get_by_role("link", name="7A", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Học bạ lớp 7A")


def wait_until_done(page):
    """Long work is watched until it has ended; the page asks by itself."""
    expect(page.locator("[data-state=done]")).to_be_visible(timeout=120_000)
    expect(page.locator(".progress-work__count")).to_have_text("10/10")


@chapter
def test_minh_sees_the_school_and_closes_the_terms(visits):
    page = visits.by("thay-minh")
    page.goto("/")
    expect(page.get_by_role("listitem").filter(has_text="chờ duyệt")).to_have_text(re.compile(r"10$"))
    look(page, "3-minh-today")
    page.goto("/gradebook/school/")
    expect(page.get_by_role("row").filter(has_text="7A")).to_contain_text("100%")
    look(page, "3-minh-school")
    lock(page, 1)
    lock(page, 2)
    look(page, "3-minh-locked")


@chapter
def test_minh_signs_and_seals_and_the_transcripts_are_issued(visits):
    page = visits.by("thay-minh")
    open_class(page)
    look(page, "3-minh-class")
    sign(page, "Duyệt và ký 10 học bạ", "Duyệt và ký")
    wait_until_done(page)
    look(page, "3-minh-signing")
    open_class(page)
    sign(page, "Đóng dấu và phát hành 10", "Đóng dấu và phát hành", pin=PIN)
    expect(page.get_by_role("progressbar")).to_be_visible()
    wait_until_done(page)
    look(page, "3-minh-issued")


@chapter
def test_minh_sends_them_to_the_department(visits):
    page = visits.by("thay-minh")
    open_class(page)
    page.get_by_role("button", name="Gửi Sở 10 học bạ").click()
    page.get_by_role("dialog").get_by_role("button", name="Gửi Sở").click()
    expect(page.get_by_text("Đã gửi 10 học bạ đến Sở.")).to_be_visible()
    look(page, "3-minh-sent")
    page.get_by_role("link", name="7A", exact=True).click()
    page.get_by_role("link", name="Nguyễn Hoàng An").click()
    expect(page.get_by_text("Nguyễn Thị Ngọc Lan").first).to_be_visible()
    look(page, "3-minh-transcript")
