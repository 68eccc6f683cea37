"""Chị Hoa, on her phone: her two children, who else has looked, and one transcript shown to somebody by link and QR."""

import re

from playwright.sync_api import expect

from tests.journeys.eyes import look

ISSUED = "2024–2025"
PURPOSE = "Trường mới"


def open_child(page, name):
    page.goto("/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def card(page, title):
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title, exact=True))


def share(page):
    """Make a link to last year's transcript: its address, and a picture of its QR."""
    page.get_by_role("button", name="Chia sẻ").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Gửi cho ai, để làm gì").fill(PURPOSE)
    look(page, "5-hoa-share")
    dialog.get_by_role("button", name="Tạo liên kết").click()
    code = page.get_by_role("img", name="Mã QR của liên kết")
    expect(code).to_be_visible()
    return page.get_by_label("Liên kết", exact=True).input_value(), code.screenshot()


def test_hoa_sees_both_children(visits):
    page = visits.by("chi-hoa", phone=True)
    page.goto("/")
    for name, school_class in (("Nguyễn Hoàng An", "7A"), ("Nguyễn Hoàng Bi", "2A")):
        child = page.get_by_role("link", name=name)
        expect(child).to_contain_text(school_class)
        expect(child).to_contain_text(re.compile(r"Học bạ 20\d\d–20\d\d"))
    look(page, "5-hoa-today")


def test_hoa_reads_marks_comments_and_transcripts(visits):
    page = visits.by("chi-hoa", phone=True)
    open_child(page, "Nguyễn Hoàng An")
    literature = page.locator("details.subject").filter(has_text="Ngữ văn")
    expect(literature).to_contain_text(re.compile(r"Học kì I\s*\d,\d"))
    literature.locator("summary").click()
    expect(literature.get_by_text(re.compile(r"TX \d+,\d"))).not_to_have_count(0)
    expect(card(page, "Nhận xét của chủ nhiệm")).to_contain_text("Rèn luyện")
    expect(card(page, "Học bạ")).to_contain_text("Sở đã tiếp nhận")
    look(page, "5-hoa-an")
    page.get_by_role("link", name=ISSUED).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Học bạ của Nguyễn Hoàng An")
    expect(page.get_by_text("Lê Quang Minh").first).to_be_visible()
    open_child(page, "Nguyễn Hoàng Bi")
    expect(page.locator("details.subject").filter(has_text="Tiếng Việt")).to_contain_text("Hoàn thành")
    look(page, "5-hoa-bi")


def test_hoa_sees_who_else_has_looked(visits):
    teacher = visits.by("co-mai")
    teacher.goto("/search/?q=Hoàng An")
    teacher.get_by_role("main").get_by_role("link", name="Nguyễn Hoàng An").click()
    expect(teacher.get_by_role("heading", level=1)).to_contain_text("Nguyễn Hoàng An")
    page = visits.by("chi-hoa", phone=True)
    open_child(page, "Nguyễn Hoàng An")
    looked = card(page, "Ai đã xem")
    expect(looked).to_contain_text("Trần Thị Tuyết Mai")
    expect(looked).not_to_contain_text("Võ Thị Kim Hoa")
    looked.get_by_role("link", name="Tất cả").click()
    expect(page.get_by_role("listitem").filter(has_text="Trần Thị Tuyết Mai").first).to_contain_text("Nguyễn Hoàng An")
    expect(page.get_by_role("listitem").filter(has_text="Võ Thị Kim Hoa").first).to_be_visible()
    look(page, "5-hoa-looked")


def test_hoa_shares_one_transcript_and_takes_it_back(visits):
    page = visits.by("chi-hoa", phone=True)
    open_child(page, "Nguyễn Hoàng An")
    link, picture = share(page)
    look(page, "5-hoa-shared")
    guest = visits.by(phone=True)
    guest.goto("/verify/")
    guest.locator(".qr-file").set_input_files({"name": "qr.png", "mimeType": "image/png", "buffer": picture})
    expect(guest.get_by_label("Mã tra cứu hoặc liên kết")).to_have_value(link)
    guest.get_by_role("button", name="Kiểm tra", exact=True).click()
    guest.wait_for_url(link)
    expect(guest.get_by_text("Nguyễn Hoàng An").first).to_be_visible()
    expect(guest.get_by_role("link", name="Tải PDF")).to_be_visible()
    look(guest, "5-hoa-guest")
    page.reload()
    expect(page.get_by_label("Liên kết", exact=True)).to_have_count(0)
    mine = page.locator("#links").get_by_role("listitem").filter(has_text=PURPOSE)
    expect(mine).to_contain_text("Đã mở 1 lần")
    mine.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("Đã thu hồi liên kết.").first).to_be_visible()
    expect(mine).to_contain_text("Đã thu hồi")
    with visits.expecting("404"):
        guest.reload()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Liên kết này không còn dùng được.")
    expect(guest.get_by_text("Nguyễn Hoàng An")).to_have_count(0)
    look(guest, "5-hoa-ended")
