"""Class 2A by Thông tư 27/2020: cô Thu assesses and signs, thầy Phúc issues, anh Bình takes in, chị Hoa reads Bi's."""

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.grid import cell, column, status, type_down, walk_into
from tests.journeys.telling import sign

CLASS, PUPILS, SCHOOL = "2A", 5, "Trường Tiểu học Võ Thị Sáu"
TESTS = ["9", "10", "10", "8", "7"]


def open_book(page, subject):
    page.goto("/gradebook/")
    page.get_by_role("link", name=f"{CLASS} · {subject}").click()
    expect(page.get_by_role("grid")).to_be_visible()


def save(page):
    page.keyboard.press("Control+s")
    expect(status(page)).to_contain_text("Đã lưu")


def open_class(page):
    page.goto("/transcripts/")
    page.get_by_role("link", name=CLASS, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Học bạ lớp {CLASS}")


def decide(page, opener, answer, **fields):
    page.get_by_role("button", name=opener).first.click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label).fill(value)
    dialog.get_by_role("button", name=answer, exact=True).click()


def test_thu_enters_whole_marks_levels_and_comments(visits):
    page = visits.by("co-thu")
    page.goto("/")
    look(page, "8-thu-today")
    open_book(page, "Tiếng Việt")
    level, test, comment = column(page, "Mức"), column(page, "KTĐK"), column(page, "Nhận xét")
    walk_into(page, 1, test)
    type_down(page, "8,5", *TESTS[1:])
    expect(cell(page, 1, test)).to_have_attribute("aria-invalid", "true")
    expect(cell(page, 1, test)).to_contain_text("số nguyên")
    look(page, "8-thu-refused")
    walk_into(page, 1, level)
    type_down(page, "h")
    walk_into(page, 1, test)
    type_down(page, TESTS[0])
    walk_into(page, 2, comment)
    type_down(page, "Em đọc trôi chảy, viết đúng chính tả.")
    save(page)
    page.reload()
    expect(cell(page, 1, level)).to_have_text("H")
    assert [cell(page, row, test).inner_text() for row in range(1, PUPILS + 1)] == TESTS
    expect(cell(page, 2, comment)).to_contain_text("viết đúng chính tả")
    look(page, "8-thu-book")
    open_book(page, "Toán")
    walk_into(page, 1, column(page, "KTĐK"))
    type_down(page, *TESTS)
    save(page)


def test_thu_enters_qualities_and_signs(visits):
    page = visits.by("co-thu")
    for subject in ("Tiếng Việt", "Toán"):
        open_book(page, subject)
        sign(page, f"Ký {PUPILS} học sinh")
        expect(page.get_by_text(f"Đã ký: {PUPILS} chữ ký môn học.")).to_be_visible()
    page.goto("/gradebook/homeroom/")
    expect(page.get_by_role("grid")).to_be_visible()
    first, comment = column(page, "Yêu nước"), column(page, "Nhận xét")
    walk_into(page, 5, first)
    page.keyboard.type("t")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("d")
    page.keyboard.press("Enter")
    walk_into(page, 2, comment)
    type_down(page, "Em ngoan, lễ phép, tiến bộ nhiều.")
    save(page)
    page.reload()
    expect(cell(page, 5, first)).to_have_text("T")
    expect(cell(page, 5, first + 1)).to_have_text("Đ")
    look(page, "8-thu-class")
    sign(page, f"Ký {PUPILS} học sinh")
    expect(page.get_by_text(f"Đã ký: {PUPILS} chữ ký chủ nhiệm.")).to_be_visible()


def test_phuc_closes_the_year_signs_seals_and_sends(visits):
    page = visits.by("thay-phuc")
    page.goto("/")
    look(page, "8-phuc-today")
    page.goto("/gradebook/school/")
    expect(page.get_by_role("row").filter(has_text=CLASS)).to_contain_text("100%")
    decide(page, "Khoá học kì II", "Khoá học kì II", **{"Lý do": "Đã đủ đánh giá, khoá để ký học bạ."})
    expect(page.get_by_text("Học kì II đã khoá sổ")).to_be_visible()
    for opener, answer in ((f"Duyệt và ký {PUPILS}", "Duyệt và ký"), ("Đóng dấu", "Đóng dấu và phát hành")):
        open_class(page)
        sign(page, opener, answer)
        expect(page.locator("[data-state=done]")).to_be_visible(timeout=120_000)
    open_class(page)
    decide(page, f"Gửi Sở {PUPILS} học bạ", "Gửi Sở")
    expect(page.get_by_text(f"Đã gửi {PUPILS} học bạ đến Sở.")).to_be_visible()


def test_binh_takes_them_in(visits):
    page = visits.by("anh-binh")
    page.goto("/transcripts/desk/")
    page.get_by_role("link", name=SCHOOL).click()
    page.get_by_role("link", name="Nguyễn Hoàng Bi").click()
    expect(page.get_by_text("Em ngoan, lễ phép, tiến bộ nhiều.")).to_be_visible()
    look(page, "8-binh-transcript")
    page.goto("/transcripts/desk/")
    page.get_by_role("link", name=SCHOOL).click()
    decide(page, "Tiếp nhận các học bạ đã chọn", "Tiếp nhận")
    expect(page.get_by_text(f"Đã tiếp nhận {PUPILS} học bạ.")).to_be_visible()


def test_hoa_reads_the_transcript_of_bi(visits):
    page = visits.by("chi-hoa", phone=True)
    page.goto("/transcripts/family/")
    page.get_by_role("link", name="Nguyễn Hoàng Bi").click()
    page.get_by_role("link", name="2025–2026").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sở đã tiếp nhận")
    expect(page.get_by_text("Em đọc trôi chảy, viết đúng chính tả.")).to_be_visible()
    expect(page.get_by_text("Đặng Hồng Phúc").first).to_be_visible()
    look(page, "8-hoa-bi")
