"""What every page carries, whatever it shows."""

import pytest
from playwright.sync_api import expect

from tests.islands.conftest import PHONE, violations

pytestmark = pytest.mark.browser


def test_the_theme_is_chosen_and_remembered(page, school):
    page.goto("/small")
    page.get_by_role("button", name="Tối").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Tối")).to_have_attribute("aria-pressed", "true")
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["path"]) == ("kv_theme", "dark", "/")


def test_search_by_keyboard(page):
    page.goto("/small")
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Bình")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Tìm")).to_be_focused()
    expect(page.get_by_role("link", name="Bình")).to_have_count(0)


def test_menus_close_by_themselves(page):
    page.goto("/small")
    page.get_by_text("Tài khoản").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Thoát")).to_be_hidden()
    page.get_by_text("Tài khoản").click()
    page.get_by_role("heading").click()
    expect(page.get_by_role("link", name="Thoát")).to_be_hidden()


def test_copying_says_so_and_the_message_can_be_closed(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/small")
    page.get_by_role("button", name="Chép").click()
    expect(page.get_by_text("Đã chép vào bộ nhớ tạm.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "https://khuevan.test/v/abc"
    page.get_by_role("button", name="Đóng thông báo").click()
    expect(page.get_by_text("Đã chép vào bộ nhớ tạm.")).to_have_count(0)


def test_a_form_that_was_sent_is_empty_afterwards(page):
    page.goto("/small")
    page.get_by_label("Nhận xét").fill("Em tiến bộ rõ.")
    page.get_by_role("button", name="Gửi").click()
    page.wait_for_url("/done")
    page.goto("/small")
    expect(page.get_by_label("Nhận xét")).to_have_value("")


def test_a_form_whose_session_ended_gets_its_words_back(page, school):
    school.form_answers = "/login?next=/small"
    page.goto("/small")
    page.get_by_label("Nhận xét").fill("Em tiến bộ rõ.")
    page.get_by_role("button", name="Gửi").click()
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_label("Nhận xét")).to_have_value("Em tiến bộ rõ.")
    expect(page.get_by_text("Đã khôi phục nội dung gõ lúc")).to_be_visible()
    page.get_by_role("button", name="Bỏ nội dung này").click()
    expect(page.get_by_label("Nhận xét")).to_have_value("")


@pytest.mark.parametrize("path", ["/small", "/verify"])
def test_everyone_can_use_them(page, path):
    page.set_viewport_size(PHONE)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def lock(page, answer="Đồng ý"):
    page.goto("/small")
    page.get_by_role("button", name="Khoá").click()
    expect(page.get_by_role("dialog")).to_contain_text("Khoá học kì II?")
    page.get_by_role("button", name=answer).click()


def test_a_request_is_confirmed_and_carries_the_token(page, school):
    lock(page)
    expect(page.get_by_text("Khoá lúc 14:00")).to_be_visible()
    expect(page.locator("[data-toasts]")).to_contain_text("Học kì II đã khoá.")


def test_a_request_that_is_not_confirmed_is_not_sent(page, school):
    school.troubles.append((409, {"message": "không được hỏi tới"}))
    lock(page, "Không")
    page.wait_for_load_state("networkidle")
    assert len(school.troubles) == 1


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ((409, {"message": "Cô Mai vừa ký.", "hint": "Hãy tải lại trang."}), "Cô Mai vừa ký. Hãy tải lại trang."),
        ((403, {}), "Thầy cô không có quyền làm việc này."),
        ((500, {}), "Máy chủ gặp lỗi"),
        ("silence", "Không kết nối được máy chủ."),
    ],
)
def test_a_request_that_fails_says_why(page, school, trouble, words):
    school.troubles.append(trouble)
    lock(page)
    expect(page.locator("[data-toasts]")).to_contain_text(words)
    expect(page.locator("#here")).to_be_empty()


def test_the_log_in_never_appears_inside_a_page(page, school):
    school.troubles.append("redirect")
    lock(page)
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0]?.type === 'reload'")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="Đăng nhập")).to_have_count(0)


def test_a_form_is_sent_once_however_often_the_button_is_pressed(page, school):
    page.goto("/small")
    page.get_by_label("Nhận xét").fill("Chăm")
    page.evaluate("""() => {
        const form = document.querySelector("[data-keep]");
        form.requestSubmit();
        setTimeout(() => form.requestSubmit(), 50);
    }""")
    expect(page.get_by_text("Đã nhận.")).to_be_visible()
    assert school.forms == [{"words": "Chăm"}]


@pytest.mark.parametrize(("name", "sent"), [("words", 2), ("pin", 1)])
def test_a_form_with_a_pin_waits_longer_for_its_answer(page, name, sent):
    """A wrong PIN must not count twice because the answer takes long."""
    asked = []
    page.route("**/form", lambda route: (asked.append(route.request.url), route.fulfill(status=204)))
    page.clock.install()
    page.goto("/small")
    page.get_by_label("Nhận xét").evaluate("(box, name) => { box.name = name; }", name)
    for _click in "ab":
        page.evaluate("document.querySelector('[data-keep]').requestSubmit()")
        page.clock.fast_forward(11_000)
    page.wait_for_timeout(200)
    assert len(asked) == sent


def test_trouble_with_a_passkey_is_put_into_words(page):
    page.goto("/small")
    page.evaluate("""() => document.dispatchEvent(new CustomEvent("allauth.error", {
        cancelable: true, detail: {exception: new DOMException("", "SecurityError")}}))""")
    expect(page.locator("[data-toasts]")).to_contain_text("chỉ dùng được ở địa chỉ https hoặc localhost")
