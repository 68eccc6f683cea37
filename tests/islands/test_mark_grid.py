"""The gradebook grid in a real browser, by the hands of cô Lan."""

import pytest
from playwright.sync_api import expect

from tests.islands.conftest import PHONE, violations
from tests.islands.grid import cell, device, open_grid, status, type_down

pytestmark = pytest.mark.browser


def test_a_column_is_filled_in_by_keyboard_alone(page, school):
    open_grid(page)
    page.keyboard.press("Tab")
    cell(page, 1, 1).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    type_down(page, "85", "8,5", "8.5", "11,5", "10")
    assert [cell(page, row, 3).inner_text() for row in (1, 2, 3, 5)] == ["8,5", "8,5", "8,5", "10,0"]
    expect(cell(page, 4, 3)).to_have_text("11,5Điểm từ 0 đến 10")
    expect(cell(page, 4, 3)).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_have_text("5 ô chưa lưu · 1 ô sai")
    expect(cell(page, 1, 5)).to_have_text("8,2")
    expect(cell(page, 1, 5)).to_have_attribute("title", "Tạm tính, chưa lưu")
    page.keyboard.press("Control+s")
    expect(status(page)).to_have_text("1 ô chưa lưu · 1 ô sai")
    expect(cell(page, 1, 5)).not_to_have_attribute("title", "Tạm tính, chưa lưu")
    assert [school.marks[f"hs{n}"]["gk"] for n in range(1, 6)] == [85, 85, 85, None, 100]


def test_keys_edit_take_back_and_walk(page):
    open_grid(page)
    cell(page, 1, 1).focus()
    page.keyboard.press("F2")
    expect(cell(page, 1, 1).get_by_role("textbox")).to_have_value("8,0")
    page.keyboard.press("Escape")
    expect(cell(page, 1, 1)).to_have_text("8,0")
    page.keyboard.press("Delete")
    expect(cell(page, 1, 1)).to_have_text("")
    page.keyboard.press("Control+z")
    expect(cell(page, 1, 1)).to_have_text("8,0")
    page.keyboard.press("Control+y")
    expect(cell(page, 1, 1)).to_have_text("")
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 1)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("Chăm học")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Tiến bộ")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(cell(page, 2, 7)).to_have_text("Chăm học\nTiến bộ")
    expect(cell(page, 3, 7)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("t")
    expect(cell(page, 3, 6)).to_have_text("Tốt")
    page.keyboard.press("Shift+Tab")
    expect(cell(page, 3, 4)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    expect(page.get_by_role("grid").locator(":focus")).to_have_count(0)


def test_two_teachers_on_one_cell(page, school):
    open_grid(page)
    school.marks["hs1"]["gk"], school.marks["hs2"]["gk"] = 70, 60
    cell(page, 1, 3).focus()
    type_down(page, "85", "9")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("An, điểm giữa kì: thầy cô gõ 8,5; Cô Mai đã lưu 7,0")).to_be_visible()
    expect(cell(page, 1, 3)).to_have_text("8,5Cô Mai: 7,0")
    page.get_by_role("button", name="Giữ 8,5 của tôi").click()
    page.get_by_role("button", name="Lấy 6,0").click()
    expect(status(page)).to_contain_text("Đã lưu")
    assert (school.marks["hs1"]["gk"], school.marks["hs2"]["gk"]) == (85, 60)
    expect(cell(page, 2, 3)).to_have_text("6,0")


def test_an_expired_session_loses_nothing(page, school):
    open_grid(page)
    school.troubles.append((401, {"login_url": "/login", "message": "Phiên làm việc đã hết."}))
    cell(page, 1, 3).focus()
    type_down(page, "85", "x")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_contain_text("2 ô thầy cô gõ vẫn được giữ")
    page.get_by_role("link", name="Đăng nhập tại đây").click()
    school.token = "second"
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("Đã khôi phục 1 ô thầy cô gõ lúc")).to_be_visible()
    expect(cell(page, 2, 3)).to_contain_text("x")
    expect(status(page)).to_have_text("1 ô chưa lưu · 1 ô sai")
    assert school.marks["hs1"]["gk"] == 85


def test_a_redirect_to_the_log_in_is_no_answer(page, school):
    open_grid(page)
    school.troubles.append("redirect")
    cell(page, 1, 3).focus()
    type_down(page, "85")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_contain_text("Phiên đăng nhập đã hết")
    page.get_by_role("button", name="Tôi đã đăng nhập, gửi lại").click()
    expect(status(page)).to_contain_text("Đã lưu")
    (first, _), (second, _) = school.saves
    assert first == second


def test_after_a_log_in_in_another_tab_the_same_page_goes_on(page, school):
    open_grid(page)
    school.token = "second"
    cell(page, 1, 3).focus()
    type_down(page, "85")
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")
    assert school.marks["hs1"]["gk"] == 85


def test_hands_go_down_by_themselves_and_values_fill_down(page):
    open_grid(page)
    page.get_by_label("Tự xuống dòng").check()
    cell(page, 1, 3).focus()
    page.keyboard.type("85109")
    page.keyboard.press("Enter")
    assert [cell(page, row, 3).inner_text() for row in (1, 2, 3)] == ["8,5", "10,0", "9,0"]
    page.keyboard.press("Control+d")
    expect(cell(page, 4, 3)).to_have_text("9,0")
    page.keyboard.press("Control+Shift+d")
    assert [cell(page, row, 3).inner_text() for row in (5, 6)] == ["9,0", "9,0"]
    expect(page.locator("tfoot td").nth(2)).to_have_text("6/6TB 9,1")
    page.keyboard.press("Control+z")
    expect(page.locator("tfoot td").nth(2)).to_have_text("4/6TB 9,1")


def test_a_screen_reader_hears_what_became_of_a_mark(page, school):
    open_grid(page)
    heard = page.locator("[aria-live=polite].mg-voice")
    assert cell(page, 1, 3).get_attribute("role") == "gridcell"
    cell(page, 1, 3).focus()
    type_down(page, "85")
    page.keyboard.press("Control+s")
    expect(heard).to_have_text("An, điểm giữa kì, 8,5, đã lưu")
    school.troubles.append("silence")
    type_down(page, "9")
    page.keyboard.press("Control+s")
    expect(heard).to_have_text("Bình, điểm giữa kì, 9,0, giữ trên máy này, chưa gửi")
    type_down(page, "x")
    expect(heard).to_have_text("Cúc, điểm giữa kì: Chỉ gõ số, ví dụ 85 hoặc 8,5")


def test_more_lines_than_pupils_are_counted_and_not_squeezed_in(page):
    open_grid(page, "?rows=45")
    cell(page, 1, 3).focus()
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", Array(46).fill("8,5").join("\\n"));
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
    }""")
    said = "Đã dán 45 ô. Khối dán có 46 dòng nhưng từ ô này chỉ còn 45 em: 1 dòng cuối không được dán."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.locator("tfoot td").nth(2)).to_have_text("45/45TB 8,5")
    page.keyboard.press("Control+z")
    expect(page.locator("tfoot td").nth(2)).to_have_text("0/45")


def test_names_stay_in_front_of_what_scrolls(page):
    page.set_viewport_size({"width": 700, "height": 700})
    open_grid(page, "?rows=45")
    cell(page, 2, 3).focus()
    page.locator(".mg-scroll").evaluate("box => { box.scrollLeft = 300 }")
    seen = page.evaluate("""() => {
        const box = document.activeElement.getBoundingClientRect();
        return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2).closest("th, td").className;
    }""")
    assert seen == "mg-name"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ((423, {"message": "Học kì đã khoá lúc 14:00.", "hint": "Hãy nhờ hiệu trưởng mở khoá."}), "Học kì đã khoá"),
        ((422, {"message": "Lớp này đã chuyển cho cô Mai."}), "Lớp này đã chuyển cho cô Mai."),
        ((500, {}), "Máy chủ gặp lỗi (mã 500)"),
    ],
)
def test_a_save_that_fails_says_why_and_keeps_what_was_typed(page, school, trouble, words):
    open_grid(page)
    school.troubles.append(trouble)
    cell(page, 1, 3).focus()
    type_down(page, "85")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(cell(page, 1, 3)).to_have_text("8,5")
    expect(status(page)).to_have_text("1 ô chưa lưu")
    expect(page.get_by_role("button", name="Lưu 1 ô")).to_have_count(0 if trouble[0] == 423 else 1)
    device(page, edits=1)
    page.reload()
    expect(cell(page, 1, 3)).to_have_text("8,5")


def test_a_block_from_a_spreadsheet_fills_down_and_right(page, school):
    open_grid(page)
    cell(page, 1, 3).focus()
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "8,5\\t9\\n10\\t\\n8.25\\t7\\n");
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
    }""")
    expect(page.get_by_text("Đã dán 5 ô. 1 ô sai, xem lý do trong ô.")).to_be_visible()
    expect(cell(page, 3, 3)).to_contain_text("Chỉ một chữ số sau dấu phẩy")
    page.get_by_role("button", name="Lưu 4 ô").click()
    expect(status(page)).to_contain_text("1 ô sai")
    assert [school.marks[row]["gk"] for row in ("hs1", "hs2", "hs3")] == [85, 100, None]
    assert [school.marks[row]["ck"] for row in ("hs1", "hs2", "hs3")] == [90, None, 70]


def test_only_pupils_who_miss_a_mark(page, school):
    for row in ("hs1", "hs3"):
        school.marks[row] |= {"gk": 80, "ck": 80}
    open_grid(page)
    page.get_by_label("Chỉ hiện em còn thiếu").check()
    expect(page.locator("tbody tr:visible th")).to_have_count(4)
    expect(page.get_by_text("4 em còn thiếu")).to_be_visible()


def test_a_locked_book_is_read(page, school):
    school.locked = {"by": "thầy Minh", "at": "2026-05-25T14:00:00+07:00", "reason": "Hết học kì II"}
    open_grid(page)
    expect(page.get_by_role("alert")).to_have_text("Sổ điểm đã khoá (thầy Minh, 14:00 25/5/2026): Hết học kì II")
    cell(page, 1, 1).focus()
    page.keyboard.type("9")
    expect(cell(page, 1, 1)).to_have_text("8,0")
    expect(page.get_by_role("button", name="Lưu")).to_have_count(0)


def test_a_lock_that_came_meanwhile_wins(page, school):
    open_grid(page)
    school.troubles.append((423, {"message": "Học kì đã khoá lúc 14:00.", "hint": "Hãy nhờ hiệu trưởng mở khoá."}))
    cell(page, 1, 3).focus()
    type_down(page, "85")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Học kì đã khoá lúc 14:00. Hãy nhờ hiệu trưởng mở khoá.")
    school.locked = {"by": "thầy Minh", "at": "2026-05-25T14:00:00+07:00", "reason": "Hết học kì II"}
    device(page, edits=1)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("vẫn hiện ở đây nhưng không được lưu")
    expect(cell(page, 1, 3)).to_have_text("8,5")
    assert len(school.saves) == 1
    page.get_by_role("button", name="Bỏ các ô này").click()
    expect(cell(page, 1, 3)).to_have_text("")
    device(page, edits=0)


def test_a_phone_shows_one_column(page, school):
    page.set_viewport_size(PHONE)
    open_grid(page)
    page.get_by_label("Cột đang nhập").select_option("GK · Điểm giữa kì")
    expect(page.locator("tbody tr").first.locator("td:visible")).to_have_count(1)
    cell(page, 1, 3).click()
    page.keyboard.type("85")
    cell(page, 2, 3).click()
    expect(cell(page, 1, 3)).to_have_text("8,5")
    box = cell(page, 1, 3).bounding_box()
    assert box["height"] >= 48
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.type("7")
    page.get_by_role("button", name="Lưu 1 ô").click()
    expect(status(page)).to_contain_text("Đã lưu")
    assert (school.marks["hs1"]["gk"], school.marks["hs2"]["gk"]) == (85, 70)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_everyone_can_use_it(page, school, theme, phone):
    if phone:
        page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=theme)
    open_grid(page)
    school.marks["hs2"]["gk"] = 60
    school.troubles.append((401, {"login_url": "/login", "message": ""}))
    page.get_by_label("Cột đang nhập").select_option("GK · Điểm giữa kì") if phone else None
    cell(page, 1, 3).focus()
    type_down(page, "11,5", "9", "7")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Tôi đã đăng nhập, gửi lại").click()
    expect(cell(page, 2, 3)).to_contain_text("Cô Mai: 6,0")
    assert violations(page) == []


def test_on_paper_no_comment_is_cut_off(page):
    open_grid(page)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('.mg-table').getBoundingClientRect().right <= innerWidth")
