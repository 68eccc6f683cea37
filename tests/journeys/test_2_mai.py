"""Cô Mai enters conduct and comments of 7A, sees who is complete and who is not, and signs."""

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into
from tests.journeys.telling import chapter, sign

pytestmark = pytest.mark.usefixtures("before")
LEVELS = ["t", "t", "k", "t", "k", "t", "d", "t", "k", "t"]


def open_class(page):
    page.goto("/")
    page.get_by_role("link", name="Rèn luyện, số buổi vắng, nhận xét").click()
    expect(page.get_by_role("grid")).to_be_visible()


def standing(page, what):
    """The line of a subject in the table of who is complete."""
    return page.get_by_role("table", name="Mức hoàn thành các môn của lớp").get_by_role("row").filter(has_text=what)


@chapter
def test_mai_enters_conduct_and_comments(visits):
    page = visits.by("co-mai")
    page.goto("/")
    look(page, "2-mai-today")
    open_class(page)
    expect(standing(page, "Rèn luyện")).to_contain_text("10 em")
    expect(standing(page, "Toán")).to_contain_text("Đã ký")
    level, comment = column(page, "Rèn luyện"), column(page, "Nhận xét")
    walk_into(page, 1, level)
    type_down(page, *LEVELS)
    expect(cell(page, 1, level)).to_have_text("T")
    walk_into(page, 1, comment)
    type_down(page, *["Chăm ngoan, biết giúp bạn."] * 10)
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")
    expect(standing(page, "Rèn luyện")).to_contain_text("Đủ")
    page.reload()
    expect(cell(page, 3, level)).to_have_text("K")
    look(page, "2-mai-class")


@chapter
def test_mai_signs_what_is_complete(visits):
    page = visits.by("co-mai")
    open_class(page)
    expect(page.get_by_text("10/10 học sinh đã đủ chữ ký môn học")).to_be_visible()
    sign(page, "Ký 10 học sinh")
    expect(page.get_by_text("Đã ký: 10 chữ ký chủ nhiệm.")).to_be_visible()
    look(page, "2-mai-signed")
    page.get_by_role("link", name="Từng học sinh").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Học bạ lớp")
    look(page, "2-mai-pupils")
