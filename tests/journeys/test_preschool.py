"""Lá 1 of the preschool: its teacher observes by keyboard and on a phone, finds who is missing; a mother reads."""

import re

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into

CHILDREN = 7
SAID = "Con tự tin kể lại cả câu chuyện."


def open_class(page, term=2):
    page.goto("/gradebook/homeroom/")
    page.goto(f"{page.url}?term={term}")
    expect(page.get_by_role("grid")).to_be_visible()


def test_the_teacher_observes_by_keyboard(visits):
    page = visits.by("co-sen")
    open_class(page)
    look(page, "preschool-class")
    for label in ("Thể chất", "Nhận thức", "Ngôn ngữ", "Tình cảm – xã hội"):
        walk_into(page, 1, column(page, label))
        type_down(page, *["d"] * (CHILDREN - 1), "c")
    walk_into(page, 1, column(page, "Nhận xét"))
    type_down(page, *[SAID] * CHILDREN)
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")
    expect(page.get_by_text("80%")).to_be_visible()
    page.reload()
    expect(cell(page, 1, column(page, "Ngôn ngữ"))).to_have_text("Đ")
    expect(cell(page, CHILDREN, column(page, "Ngôn ngữ"))).to_have_text("CĐ")


def test_on_a_phone_one_domain_is_filled_in_at_a_time(visits):
    page = visits.by("co-sen", phone=True)
    open_class(page)
    page.locator("mark-grid select").select_option(label="Thẩm mĩ · Lĩnh vực thẩm mĩ")
    for row in range(1, CHILDREN + 1):
        cell(page, row, column(page, "Thẩm mĩ")).click()
        page.locator("mark-grid td select").select_option(label="Đạt")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^Lưu")).click()
    expect(status(page)).to_contain_text("Đã lưu")
    expect(page.get_by_text("mọi trẻ đã được theo dõi đủ")).to_be_visible()
    open_class(page)
    look(page, "preschool-phone")


def test_the_year_is_what_was_seen_last(visits):
    page = visits.by("co-sen")
    open_class(page, 3)
    expect(cell(page, CHILDREN, column(page, "Ngôn ngữ"))).to_have_text("CĐ")
    expect(cell(page, 1, column(page, "Theo dõi tiếp"))).to_have_text("Đã đạt đủ")
    look(page, "preschool-year")


def test_a_mother_reads_what_was_observed(visits):
    page = visits.by("me-sen", phone=True)
    page.goto("/transcripts/family/")
    if page.url.rstrip("/").endswith("family"):
        page.get_by_role("link", name=re.compile("Lá 1")).click()
    expect(page.get_by_role("heading", name="Theo dõi sự phát triển")).to_be_visible()
    expect(page.get_by_text(SAID)).to_be_visible()
    look(page, "preschool-child")
