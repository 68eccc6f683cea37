"""What the gradebook grid keeps on the device, for whom, and when it goes out."""

import pytest
from playwright.sync_api import expect

from tests.islands.grid import cell, device, open_grid, save_in_vain, status, type_down

pytestmark = pytest.mark.browser


def test_two_tabs_keep_what_either_holds(page, school):
    open_grid(page)
    other = page.context.new_page()
    open_grid(other)
    cell(page, 1, 3).focus()
    type_down(page, "85")
    cell(other, 2, 3).focus()
    type_down(other, "7")
    device(other, edits=2)
    for one in (other, page):
        one.close(run_before_unload=False)
    again = page.context.new_page()
    open_grid(again)
    expect(status(again)).to_have_text("2 ô chưa lưu")
    again.get_by_role("button", name="Lưu ngay").click()
    expect(status(again)).to_contain_text("Đã lưu")
    assert [school.marks[row]["gk"] for row in ("hs1", "hs2")] == [85, 70]


def test_nothing_readable_lies_on_the_device(page):
    open_grid(page)
    cell(page, 1, 7).focus()
    type_down(page, "Chăm học")
    expect(status(page)).to_have_text("1 ô chưa lưu")
    kept = device(page, edits=1, sheets=1)
    assert kept["taken"] == [False]
    assert [word for word in ("Chăm", "Hoàng An", "Toán") if word in kept["read"]] == []
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_another_person_finds_nothing_and_the_owner_finds_all(page, school):
    open_grid(page)
    cell(page, 1, 7).focus()
    type_down(page, "Chăm học")
    expect(status(page)).to_have_text("1 ô chưa lưu")
    device(page, edits=1)
    school.user = "mai"
    page.goto("/small")
    device(page, sheets=0)
    open_grid(page)
    device(page, sheets=1)
    expect(cell(page, 1, 7)).to_have_text("")
    expect(status(page)).to_have_text("")
    device(page, owners=["lan", "mai"])
    school.user = "lan"
    open_grid(page)
    expect(page.get_by_text("Đã khôi phục 1 ô")).to_be_visible()
    expect(cell(page, 1, 7)).to_have_text("Chăm học")
    device(page, owners=["lan"], edits=1)


def test_any_page_sends_what_was_to_be_saved(page, school):
    save_in_vain(page, school, "85")
    cell(page, 2, 3).focus()
    type_down(page, "9")
    device(page, edits=2)
    page.goto("/small")
    device(page, edits=1)
    assert [school.marks[row]["gk"] for row in ("hs1", "hs2")] == [85, None]
    open_grid(page)
    expect(cell(page, 1, 3)).to_have_text("8,5")
    expect(page.get_by_text("Đã khôi phục 1 ô")).to_be_visible()


def test_what_somebody_else_saved_meanwhile_is_asked_later(page, school):
    save_in_vain(page, school, "85")
    school.marks["hs1"]["gk"] = 70
    page.goto("/small")
    for _ in range(400):
        page.wait_for_timeout(50)
        if len(school.saves) == 2:
            break
    open_grid(page)
    expect(page.get_by_text("An, điểm giữa kì: thầy cô gõ 8,5; Cô Mai đã lưu 7,0")).to_be_visible()
    assert school.marks["hs1"]["gk"] == 70
    sent = len(school.saves)
    page.get_by_role("button", name="Lấy 7,0").click()
    device(page, edits=0)
    assert (len(school.saves), school.marks["hs1"]["gk"]) == (sent, 70)


def test_nothing_goes_out_as_somebody_else(page, school):
    open_grid(page)
    cell(page, 1, 3).focus()
    type_down(page, "85")
    school.user, school.token = "mai", "second"
    page.keyboard.press("Control+s")
    expect(page.get_by_role("dialog")).to_contain_text("Phiên đăng nhập đã hết")
    assert school.marks["hs1"]["gk"] is None


def test_marks_for_a_pupil_who_left_are_shown_until_let_go(page, school):
    open_grid(page)
    cell(page, 2, 3).focus()
    type_down(page, "85")
    device(page, edits=1)
    school.left = "hs2"
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("1 ô đã gõ trên máy này không lưu được")
    expect(page.get_by_role("alert")).to_contain_text("Bình, điểm giữa kì: 8,5")
    page.get_by_role("button", name="Bỏ các ô này").click()
    device(page, edits=0)


def test_a_browser_that_keeps_nothing_says_so(page):
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    open_grid(page)
    cell(page, 1, 3).focus()
    type_down(page, "85")
    expect(page.get_by_role("alert")).to_contain_text("Trình duyệt này không cất được gì")


def test_a_lost_network_sends_the_same_batch_again(page, school):
    save_in_vain(page, school, "85")
    page.get_by_role("button", name="Gửi lại ngay").click()
    expect(status(page)).to_contain_text("Đã lưu")
    (first, edits), (second, again) = school.saves
    assert first == second
    assert edits == again
    assert edits[0] | {"id": ""} == {"row": "hs1", "column": "gk", "id": "", "value": 85, "base": None}
