"""Thầy Khắc, who teaches at the other lower secondary school, looks for 7A and its pupils and finds nothing."""

import pytest
from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.visits import Visits

PUPIL, LAST_YEAR, SCHOOL = "Nguyễn Hoàng An", "2024–2025", "Nguyễn Đình Chiểu"


def last(page):
    """The id in the address of a page."""
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def opened(page, link):
    page.get_by_role("main").get_by_role("link", name=link).first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return last(page)


@pytest.fixture(scope="module")
def seen(browser, stack):
    """What those see who may: ``addresses`` with the ids of 7A, and ``names`` of its pupils."""
    with Visits(browser, stack.url) as visits:
        page = visits.by("co-mai")
        page.goto("/gradebook/homeroom/")
        expect(page.get_by_role("grid")).to_be_visible()
        names = [one.strip().lstrip("0123456789 ") for one in page.locator("mark-grid tbody th").all_inner_texts()]
        school_class = last(page)
        page.goto(f"/search/?q={PUPIL}")
        pupil = opened(page, PUPIL)
        page.goto("/gradebook/")
        book = opened(page, "7A · Ngữ văn")
        mother = visits.by("chi-hoa")
        mother.goto(f"/transcripts/family/{pupil}/")
        transcript = opened(mother, LAST_YEAR)
    pages = [
        f"gradebook/homeroom/{school_class}/", f"gradebook/homeroom/{school_class}/2/history",
        f"gradebook/books/{book}/", f"gradebook/books/{book}/2/print", f"gradebook/pupils/{pupil}/",
        f"transcripts/classes/{school_class}/", f"transcripts/{transcript}/", f"transcripts/{transcript}/pdf",
        f"transcripts/{transcript}/xml", f"transcripts/family/{pupil}/",
    ]  # fmt: skip
    calls = [
        f"gradebook/books/{book}/2", f"gradebook/classes/{school_class}/results/2", f"transcripts/{transcript}",
        f"transcripts/{transcript}/xml",
    ]  # fmt: skip
    return {"pages": [f"/{one}" for one in pages], "calls": [f"/api/v1/{one}" for one in calls], "names": names}


def test_those_who_may_open_all_of_it(visits, seen):
    assert len(seen["names"]) == 10
    assert PUPIL in seen["names"]
    allowed = [visits.by(name).request for name in ("co-mai", "chi-hoa")]
    for address in [*seen["pages"], *seen["calls"]]:
        assert any(one.get(address).ok for one in allowed), address


def test_the_stranger_finds_nothing_by_searching(visits):
    page = visits.by("thay-khac")
    page.goto("/")
    box = page.get_by_role("searchbox").first
    box.press_sequentially(PUPIL)
    expect(page.get_by_text("Không có người, lớp hay trường nào khớp với")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.get_by_text("Không có người, lớp hay trường nào khớp với").last).to_be_visible()
    look(page, "7-khac-search")
    for text in (SCHOOL, "nguyen dinh chieu", "Nguyễn Thị Ngọc Lan"):
        page.goto(f"/search/?q={text}")
        expect(page.locator("#found-here")).to_contain_text("Không có người, lớp hay trường nào khớp")
    page.goto("/search/?q=7A")
    expect(page.locator("#found-here").get_by_role("link")).not_to_have_count(0)
    assert SCHOOL not in page.content()


def test_the_stranger_finds_nothing_by_guessing(visits, seen):
    page = visits.by("thay-khac")
    with visits.expecting("404"):
        for address in seen["pages"]:
            assert page.goto(address).status == 404, address
            expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang này")
            expect(page.get_by_text("nội dung nằm ngoài phạm vi mà tài khoản này được xem")).to_be_visible()
            assert not [name for name in [*seen["names"], SCHOOL] if name in page.content()], address
    look(page, "7-khac-nothing")
    page.get_by_role("main").get_by_role("link", name="Về trang đầu").click()
    page.wait_for_url("**/")


def test_the_stranger_finds_nothing_by_calling(visits, seen):
    page = visits.by("thay-khac")
    for address in seen["calls"]:
        answer = page.request.get(address)
        assert answer.status == 404, address
        assert answer.json().keys() == {"message", "hint", "code"}
        assert not [name for name in [*seen["names"], SCHOOL] if name in str(answer.json())], address
    for listing in ("gradebook/books", "transcripts"):
        answer = page.request.get(f"/api/v1/{listing}")
        assert answer.ok
        assert SCHOOL not in str(answer.json())
