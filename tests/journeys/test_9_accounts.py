"""One's own account: a second step, a passkey, several roles, other devices, a session that ends while one types."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into
from tests.journeys.visits import log_in
from tests.personas import PASSWORD

NAMES = """
import django; django.setup()
from khuevan.registry.accounts.api import Assignment, User
school = Assignment.objects.get(user__username="thay-khac").unit
own = Assignment.objects.filter(unit=school, kind="teacher").values("user")
print(*User.objects.filter(pk__in=own, username__startswith="kv").order_by("pk").values_list("username", flat=True)[:3])
"""
STEP_SECONDS = 30


@pytest.fixture(scope="module")
def teachers(stack):
    """Log-in names of three colleagues of thầy Khắc: what they do to their accounts is in nobody's way."""
    return stack.run("-c", NAMES).split()


def code_of(secret, ahead=0):
    """What an authenticator application shows (RFC 6238), now or some steps ahead."""
    counter = int(time.time()) // STEP_SECONDS + ahead
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, start)[0] & 0x7FFFFFFF) % 10**6:06d}"


def open_menu(page, words):
    page.locator("summary").filter(has_text=words).click()


def open_own(page, entry):
    """A page about oneself, from the menu behind one's name."""
    open_menu(page, "Tài khoản của")
    page.get_by_role("link", name=entry).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(entry)


def open_protection(page, link):
    """One of the ways to protect the account; the password is asked for again."""
    open_own(page, "Bảo vệ tài khoản")
    page.get_by_role("link", name=link).click()
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(link)


def log_out(page):
    open_menu(page, "Tài khoản của")
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/account/login/")


def give_password(page, name):
    """The first step of the log-in of somebody who has a second one."""
    page.goto("/account/login/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xác thực hai bước")


def give_code(page, code):
    page.get_by_label("Mã", exact=True).fill(code)
    page.get_by_role("button", name="Tiếp tục").click()


def test_a_second_step_with_the_telephone(visits, teachers):
    page, name = visits.by(), teachers[0]
    log_in(page, name)
    open_protection(page, "Bật ứng dụng xác thực")
    expect(page.get_by_role("img", name="Mã QR của ứng dụng xác thực")).to_be_visible()
    secret = page.locator("main code").inner_text()
    page.get_by_label("Mã của ứng dụng xác thực").fill(code_of(secret))
    page.get_by_role("button", name="Bật", exact=True).click()
    expect(page.get_by_text("Đã bật ứng dụng xác thực.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã dự phòng")
    spare = page.locator(".codes code").all_inner_texts()
    assert len(spare) == 10
    log_out(page)
    give_password(page, name)
    give_code(page, "000000" if code_of(secret) != "000000" else "111111")
    expect(page.get_by_text("Mã không đúng.")).to_be_visible()
    give_code(page, code_of(secret, ahead=1))
    page.wait_for_url("**/")
    log_out(page)
    give_password(page, name)
    give_code(page, spare[0])
    page.wait_for_url("**/")
    log_out(page)
    give_password(page, name)
    give_code(page, spare[0])
    expect(page.get_by_text("Mã không đúng.")).to_be_visible()


def test_a_passkey_instead_of_the_password(visits, stack, teachers):
    page, name = visits.by(url=f"http://localhost:{stack.port}"), teachers[1]
    debugger = page.context.new_cdp_session(page)
    debugger.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    debugger.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    log_in(page, name)
    greeting = page.get_by_text(re.compile("^Chào ")).inner_text()
    open_protection(page, "Thêm khoá truy cập")
    page.get_by_label("Đăng nhập không cần mật khẩu").check()
    page.get_by_role("button", name="Thêm khoá").click()
    expect(page.get_by_text("Đã thêm khoá truy cập.")).to_be_visible()
    log_out(page)
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    page.wait_for_url("**/")
    expect(page.get_by_text(greeting)).to_be_visible()


def test_a_passkey_is_refused_in_words_where_it_cannot_work(visits):
    page = visits.by()
    page.goto("/account/login/")
    page.get_by_role("button", name="Đăng nhập bằng khoá truy cập").click()
    expect(page.get_by_text("chỉ dùng được ở địa chỉ https hoặc localhost")).to_be_visible()


def test_one_account_for_several_roles(visits):
    page = visits.by()
    log_in(page, "co-mai")
    expect(page.get_by_role("link", name="Chủ nhiệm")).to_be_visible()
    open_menu(page, "Đổi vai trò")
    look(page, "9-accounts-roles")
    page.get_by_role("button", name="Cha mẹ học sinh").click()
    expect(page.get_by_text("Bạn đang làm việc với vai trò cha mẹ học sinh.")).to_be_visible()
    expect(page.get_by_role("link", name="Lý Trần Gia Hân")).to_be_visible()
    expect(page.get_by_role("link", name="Chủ nhiệm")).to_have_count(0)
    open_menu(page, "Đổi vai trò")
    page.get_by_role("button", name="Giáo viên").click()
    expect(page.get_by_role("link", name="Chủ nhiệm")).to_be_visible()


def test_another_device_is_logged_out(visits, teachers):
    page, lost = visits.by(), visits.by(phone=True)
    for one in (lost, page):
        log_in(one, teachers[2])
    open_own(page, "Thiết bị đang đăng nhập")
    devices = page.get_by_role("main").get_by_role("listitem")
    expect(devices.filter(has_text="máy này")).to_have_count(1)
    expect(devices.filter(has_text="Chrome").filter(has_not_text="máy này")).not_to_have_count(0)
    look(page, "9-accounts-devices")
    page.get_by_role("button", name="Đăng xuất các thiết bị khác").click()
    expect(page.get_by_text("Đã đăng xuất các thiết bị khác.")).to_be_visible()
    expect(devices).to_have_count(1)
    lost.goto("/gradebook/")
    lost.wait_for_url("**/account/login/?next=/gradebook/")
    page.goto("/gradebook/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sổ điểm")


def typing_when_the_session_ends(visits):
    """Thầy Khắc has typed two marks when another device ends his session; which column, and what stood there."""
    page, other = visits.by(), visits.by(phone=True)
    for one in (page, other):
        log_in(one, "thay-khac")
    page.goto("/gradebook/")
    page.get_by_role("link", name="6A · Toán").click()
    expect(page.get_by_role("grid")).to_be_visible()
    final = column(page, "CK")
    walk_into(page, 1, final)
    other.goto("/account/devices/")
    other.get_by_role("button", name="Đăng xuất các thiết bị khác").click()
    expect(other.get_by_text("Đã đăng xuất các thiết bị khác.")).to_be_visible()
    return page, final


def test_nothing_typed_is_lost_when_one_logs_in_in_another_tab(visits):
    with visits.expecting("401", "403"):
        page, final = typing_when_the_session_ends(visits)
        type_down(page, "6,5", "7,5")
        page.keyboard.press("Control+s")
        dialog = page.get_by_role("dialog", name="Phiên đăng nhập đã hết")
        expect(dialog).to_contain_text("2 ô thầy cô gõ vẫn được giữ")
        look(page, "9-accounts-session-ended")
        with page.context.expect_page() as tab:
            dialog.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
        tab.value.get_by_label("Tên đăng nhập").fill("thay-khac")
        tab.value.get_by_label("Mật khẩu").fill(PASSWORD)
        tab.value.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(tab.value.get_by_role("grid")).to_be_visible()
        tab.value.close()
        dialog.get_by_role("button", name="Tôi đã đăng nhập, gửi lại").click()
        expect(status(page)).to_contain_text("Đã lưu")
    page.reload()
    expect(page.get_by_role("grid")).to_be_visible()
    assert [cell(page, row, final).inner_text() for row in (1, 2)] == ["6,5", "7,5"]


def test_nothing_typed_is_lost_when_one_leaves_to_log_in(visits):
    with visits.expecting("401", "403"):
        page, final = typing_when_the_session_ends(visits)
        type_down(page, "8", "9,5")
        page.keyboard.press("Control+s")
        page.get_by_role("dialog").get_by_role("link", name="Đăng nhập tại đây").click()
    page.get_by_label("Tên đăng nhập").fill("thay-khac")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(status(page)).to_contain_text("Đã lưu")
    page.reload()
    expect(page.get_by_role("grid")).to_be_visible()
    assert [cell(page, row, final).inner_text() for row in (1, 2)] == ["8,0", "9,5"]
