"""Thầy Khắc's phone has no network: the sheet that he has opened goes on working, and nothing that he types is lost."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browsers import PROGRAM
from tests.journeys.eyes import faults
from tests.journeys.grid import cell, column, status
from tests.journeys.visits import PATIENCE, PHONE, log_in

OWNER = "thay-khac"
KEPT = "navigator.serviceWorker.ready.then(() => caches.match('/offline/')).then(Boolean)"


@pytest.fixture
def phone(browser, stack, tmp_path):
    """Opens a browser whose storage outlives it; killed at the end of the block."""

    @contextmanager
    def opened(offline=False):
        context = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"], viewport=PHONE,
            base_url=stack.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", offline=offline,
            reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        yield context.pages[0]
        context.close()

    return opened


def open_first_book(page):
    page.goto("/gradebook/")
    page.locator("a.row-link[href*='/gradebook/books/']").first.click()
    expect(page.get_by_role("grid")).to_be_visible()
    return page.url


def test_a_phone_without_network(phone):
    with phone() as page:
        log_in(page, OWNER)
        address = open_first_book(page)
        assert page.evaluate(KEPT)
        place = column(page, "TX1")
        before = cell(page, 1, place).inner_text()
        mark, other = ("3,5", "4,5") if before != "3,5" else ("4,5", "3,5")
        page.context.set_offline(True)
        page.get_by_label("Cột đang nhập").select_option(index=place - 1)
        cell(page, 1, place).click()
        page.keyboard.press("Control+a")
        page.keyboard.type(mark)
        page.get_by_role("button", name=re.compile("^Lưu")).click()
        expect(page.get_by_text("Không kết nối được máy chủ. 1 ô")).to_be_visible()
    with phone(offline=True) as page:
        page.goto(address)
        expect(page.get_by_text("Bản cất lúc")).to_be_visible()
        expect(cell(page, 1, place)).to_contain_text(mark)
        page.get_by_label("Cột đang nhập").select_option(index=place - 1)
        cell(page, 2, place).click()
        page.keyboard.press("Control+a")
        page.keyboard.type(other)
        page.keyboard.press("Enter")
        assert faults(page) == []
        page.goto("/transcripts/")
        expect(page.locator("[data-unsent]")).to_have_text("2 ô chưa gửi")
        page.goto("/offline/")
        expect(page.locator("a.row-link")).to_contain_text("2 ô chưa gửi")
        assert faults(page) == []
    with phone() as page:
        page.goto("/")
        expect(page.locator("[data-unsent]")).to_have_text("2 ô chưa gửi: đăng nhập để gửi")
        log_in(page, OWNER)
        expect(page.locator("[data-unsent]")).to_have_text("1 ô chưa gửi", timeout=90_000)
        page.goto(address)
        expect(page.get_by_text("Đã khôi phục 1 ô")).to_be_visible()
        expect(cell(page, 1, place)).to_have_text(mark)
        page.get_by_role("button", name="Lưu ngay").click()
        expect(status(page)).to_contain_text("Đã lưu")
        page.reload()
        expect(cell(page, 1, place)).to_have_text(mark)
        expect(cell(page, 2, place)).to_have_text(other)
        page.get_by_text("Tài khoản của").click(force=True)
        page.get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/account/login/**")
        page.goto("/offline/")
        expect(page.get_by_text("Máy này chưa cất sổ nào")).to_be_visible()
