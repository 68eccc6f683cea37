"""Cô Lan types the last column of Toán 7A by keyboard, saves, and signs her subject for the whole class."""

import re

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into
from tests.journeys.telling import chapter, sign

FINALS = ["85", "8,5", "7.5", "9", "10", "6,3", "5,5", "70", "65", "8"]


def open_book(page):
    page.goto("/")
    page.get_by_role("link", name="7A · Toán").click()
    expect(page.get_by_role("grid")).to_be_visible()


@chapter
def test_lan_fills_the_last_column_by_keyboard(visits):
    page = visits.by("co-lan")
    page.goto("/")
    look(page, "1-lan-today")
    open_book(page)
    final, average, level = column(page, "CK"), column(page, "ĐTB"), column(page, "Học tập")
    walk_into(page, 1, final)
    type_down(page, "11,5", *FINALS[1:])
    expect(cell(page, 1, final)).to_have_attribute("aria-invalid", "true")
    expect(cell(page, 1, final)).to_contain_text("từ 0 đến 10")
    look(page, "1-lan-refused")
    walk_into(page, 1, final)
    type_down(page, FINALS[0])
    expect(cell(page, 1, final)).to_have_text("8,5")
    expect(cell(page, 1, average)).to_have_text(re.compile(r"^\d+,\d$"))
    expect(cell(page, 1, level)).not_to_have_text("")
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")
    page.reload()
    expect(page.get_by_role("grid")).to_be_visible()
    shown = ["8,5", "8,5", "7,5", "9,0", "10,0", "6,3", "5,5", "7,0", "6,5", "8,0"]
    assert [cell(page, row, final).inner_text() for row in range(1, 11)] == shown
    look(page, "1-lan-saved")


@chapter
def test_lan_signs_for_all_pupils_at_once(visits):
    page = visits.by("co-lan")
    open_book(page)
    with visits.expecting("403"):
        sign(page, "Ký 10 học sinh", pin="000000")
        expect(page.get_by_role("heading", level=1)).to_contain_text("PIN")
    look(page, "1-lan-wrong-pin")
    open_book(page)
    sign(page, "Ký 10 học sinh")
    expect(page.get_by_text("Đã ký: 10 chữ ký môn học.")).to_be_visible()
    look(page, "1-lan-signed")
