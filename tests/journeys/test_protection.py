"""Thầy Khắc adds a second step and a passkey to his account, sees each page on the way, and takes them away again."""

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.test_9_accounts import code_of
from tests.journeys.test_pages import confirm_oneself
from tests.personas import PASSWORD

KEYS = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
KEYS |= {"isUserVerified": True, "automaticPresenceSimulation": True}


def see(page, address, name):
    """Open a page of the account, with the password again where it is asked for, and look at it."""
    page.goto(f"/account/protection/{address}")
    if page.url.partition("?")[0].endswith("/account/reauthenticate/"):
        confirm_oneself(page)
    look(page, name)


def test_khac_protects_his_account(visits, stack):
    page = visits.by("thay-khac", url=stack.url.replace("127.0.0.1", "localhost"))
    see(page, "totp/activate/", "protection-app")
    secret = page.locator("main code").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Bật", exact=True).click()
    page.wait_for_url("**/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)
    look(page, "protection-codes")
    see(page, "recovery-codes/generate/", "protection-new-codes")
    see(page, "reauthenticate/", "protection-code-again")
    add_key(page)
    see(page, "webauthn/reauthenticate/", "protection-key-again")
    for link, name in (("Đổi tên", "protection-rename-key"), ("Gỡ", "protection-remove-key")):
        page.goto("/account/protection/webauthn/")
        see(page, page.get_by_role("link", name=link, exact=True).get_attribute("href").partition("n/")[2], name)
    page.get_by_role("button", name="Gỡ khoá", exact=True).click()
    expect(page.get_by_role("link", name="Đổi tên", exact=True)).to_have_count(0)
    enter_in_two_steps(visits)
    see(page, "totp/deactivate/", "protection-no-app")
    page.get_by_role("button", name="Tắt ứng dụng xác thực", exact=True).click()
    page.wait_for_url(lambda url: "deactivate" not in url)
    page.goto("/account/protection/")
    expect(page.get_by_role("link", name="Bật ứng dụng xác thực")).to_be_visible()


def add_key(page):
    """A passkey of a device that says yes by itself."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEYS})
    page.goto("/account/protection/webauthn/add/")
    page.get_by_label("Tên khoá").fill("Máy ở phòng giáo viên")
    page.get_by_role("button", name="Thêm khoá", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page.goto("/account/protection/webauthn/")
    expect(page.get_by_text("Máy ở phòng giáo viên")).to_be_visible()


def enter_in_two_steps(visits):
    """Another browser is asked for the code after the password."""
    other = visits.by()
    other.goto("/account/login/")
    other.get_by_label("Tên đăng nhập").fill("thay-khac")
    other.get_by_label("Mật khẩu").fill(PASSWORD)
    other.get_by_role("button", name="Đăng nhập", exact=True).click()
    other.wait_for_url("**/account/protection/authenticate/")
    look(other, "protection-second-step")
