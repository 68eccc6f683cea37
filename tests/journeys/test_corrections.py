"""A family asks for a correction of an issued transcript and shows all years to somebody; the principal answers; the Sở
checks what it has."""

from playwright.sync_api import expect

from tests.journeys.eyes import look
from tests.journeys.telling import confirm, sign

WRONG = "Nhận xét học kì I ghi nhầm tên của em khác; đúng là em An."


def test_hoa_asks_for_a_correction(visits):
    page = visits.by("chi-hoa", phone=True)
    page.goto("/transcripts/family/")
    page.get_by_role("link", name="Nguyễn Hoàng An").click()
    page.get_by_role("link", name="2024–2025").first.click()
    page.get_by_role("link", name="Đề nghị đính chính").click()
    page.get_by_label("Phần bị sai").select_option("Phần chủ nhiệm")
    page.get_by_label("Chỗ sai và điều đúng").fill(WRONG)
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Đã gửi đề nghị.")).to_be_visible()
    look(page, "corrections-asked")


def test_minh_answers_with_a_reason(visits):
    page = visits.by("thay-minh")
    page.goto("/")
    page.get_by_role("link", name="Nguyễn Hoàng An · Phần chủ nhiệm").click()
    look(page, "corrections-wish")
    confirm(page, "Không đính chính", "Không đính chính", **{"Lý do": "Đã đối chiếu sổ chủ nhiệm: tên ghi đúng."})
    expect(page.get_by_text("Đã trả lời không đính chính.")).to_be_visible()


def test_binh_has_a_school_checked_again(visits):
    page = visits.by("anh-binh")
    page.goto("/review/?year=2024")
    page.get_by_role("link", name="THCS Nguyễn Đình Chiểu").click()
    page.get_by_role("button", name="Kiểm tra lại").click()
    expect(page.locator("[data-state=done]").first).to_be_visible(timeout=60_000)
    look(page, "review-checked")


def test_hoa_shows_all_years_to_somebody(visits):
    page = visits.by("chi-hoa", phone=True)
    page.goto("/transcripts/family/")
    page.get_by_role("link", name="Nguyễn Hoàng An").click()
    page.get_by_role("link", name="2024–2025").first.click()
    page.get_by_role("link", name="Mọi năm, mọi trường").click()
    confirm(page, "Chia sẻ", "Tạo liên kết")
    expect(page.get_by_text("Liên kết đã sẵn sàng")).to_be_visible()
    look(page, "career-shared")
    address = page.get_by_label("Liên kết", exact=True).input_value()
    guest = visits.by()
    guest.goto(address)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Nguyễn Hoàng An")
    look(guest, "career-guest")


def test_minh_copies_a_year_from_paper_and_certifies_it(visits, tmp_path):
    scan = tmp_path / "hoc-ba-giay.pdf"
    scan.write_bytes(b"%PDF-1.7")
    page = visits.by("thay-minh")
    page.goto("/search/?q=Nguyễn Hoàng An")
    page.locator("main a[href*='/gradebook/pupils/']").first.click()
    page.get_by_role("link", name="Mọi năm, mọi trường").click()
    page.get_by_role("link", name="Nhập năm học từ học bạ giấy").click()
    said = {"Năm học bắt đầu": "2022", "Khối": "4", "Số học bạ giấy": "HB-0417", "Trường ghi trên": "Tiểu học Tân An"}
    for label, value in {**said, "Môn học 1": "Toán", "Cả năm 1": "T", "Kết luận của năm": "Được lên lớp 5"}.items():
        page.get_by_label(label).first.fill(value)
    page.get_by_label("Lớp", exact=True).fill("4C")
    page.get_by_label("Bản quét").set_input_files(scan)
    look(page, "bridging-entering")
    page.get_by_role("button", name="Lưu, chờ chứng nhận").click()
    expect(page.get_by_text("Chờ lãnh đạo chứng nhận").first).to_be_visible()
    sign(page, "Ký chứng nhận")
    expect(page.get_by_text("chứng nhận theo học bạ giấy số HB-0417")).to_be_visible()
    look(page, "bridging-certified")
