"""A pupil comes from another school: thầy Minh agrees, the other school releases, the file is there. Chị Hoa asks."""

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.visits import log_in

LEADER = """
import django; django.setup()
from khuevan.registry.accounts.api import Assignment
there = Assignment.objects.get(user__username="thay-khac").unit_id
print(Assignment.objects.filter(unit_id=there, kind="leader").order_by("pk").first().user.username)
"""


@pytest.fixture
def other_leader(stack):
    """The log-in of the leader of thầy Khắc's school, who is nobody of the story."""
    return stack.run("-c", LEADER).split()[-1]


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words, timeout=60_000)


def test_a_pupil_comes_with_everything(visits, other_leader):
    page = visits.by("thay-minh")
    page.goto("/")
    page.get_by_role("link", name="Sổ đăng bộ").first.click()
    heading(page, "Sổ đăng bộ")
    look(page, "register-book")
    page.locator(".tabs").get_by_role("link", name="Chuyển trường").click()
    look(page, "register-transfers")
    page.locator("main tbody th a").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    look(page, "register-asked")
    page.get_by_label("Xếp vào lớp").select_option(index=1)
    page.get_by_role("button", name="Đồng ý tiếp nhận").click()
    expect(page.get_by_text("Đã đồng ý tiếp nhận")).to_be_visible()

    there = visits.by()
    log_in(there, other_leader)
    there.goto("/register/transfers/")
    there.get_by_role("link", name=name).click()
    look(there, "register-agreed")
    there.get_by_label("Số giấy giới thiệu", exact=True).fill("12/GGT")
    there.get_by_role("button", name="Cho chuyển và bàn giao hồ sơ").click()
    expect(there.get_by_text("Đã cho chuyển.")).to_be_visible()
    look(there, "register-released")

    page.reload()
    page.get_by_role("link", name="Quá trình học của em").click()
    heading(page, name)
    look(page, "register-pupil")
    page.locator("a[href*='/register/dossiers/']").first.click()
    expect(page.get_by_text("Còn nguyên như khi bàn giao")).to_be_visible()
    look(page, "register-dossier")
    page.go_back()
    page.get_by_role("link", name="Xếp lại lớp").click()
    look(page, "register-event")


def test_a_mother_asks_on_her_phone_and_takes_it_back(visits):
    page = visits.by("chi-hoa", phone=True)
    page.goto("/register/family/")
    page.get_by_role("link", name="Nguyễn Hoàng An").click()
    look(page, "register-child")
    page.get_by_role("link", name="Xin chuyển trường").click()
    page.get_by_label("Trường muốn chuyển đến").select_option(index=1)
    page.get_by_label("Lý do xin chuyển").fill("Gia đình chuyển chỗ ở")
    look(page, "register-ask")
    page.get_by_role("button", name="Gửi đơn").click()
    expect(page.get_by_text("Chờ trường chuyển đến trả lời").first).to_be_visible()
    look(page, "register-wish")
    page.get_by_label("Lý do", exact=True).fill("Gia đình đổi ý")
    page.get_by_role("button", name="Rút đơn").click()
    expect(page.get_by_text("Đã rút đơn").first).to_be_visible()
