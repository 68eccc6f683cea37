"""The people of the demo: who they are, how they log in, and what to try as each of them."""

from dataclasses import dataclass

PASSWORD = "KhueVan@2026"
PIN = "123456"
"""Opens every signing key of the demo, the schools' seals too."""

DEPUTY = "pho-hieu-truong"
"""The vice principal of the school of 7A, whose name chance gives."""


@dataclass(frozen=True)
class Persona:
    """A demo account with one story to click through."""

    username: str
    name: str
    role: str
    story: str


PERSONAS = [
    Persona(
        "co-lan",
        "Cô Lan",
        "Giáo viên Toán 7A",
        "Hôm nay → Sổ điểm 7A · Toán → gõ 85 rồi Enter → Lưu → Ký môn cho cả lớp.",
    ),
    Persona(
        "co-mai",
        "Cô Mai",
        "Chủ nhiệm 7A",
        "Chủ nhiệm → nhập rèn luyện và nhận xét → xem em nào còn thiếu → Ký chủ nhiệm.",
    ),
    Persona(
        "thay-minh",
        "Thầy Minh",
        "Hiệu trưởng THCS",
        "Tiến độ toàn trường → Khoá học kì → Học bạ: duyệt và ký → đóng dấu → gửi Sở.",
    ),
    Persona(
        DEPUTY,
        "Phó hiệu trưởng",
        "Phó hiệu trưởng THCS",
        "Khi thầy Minh đã uỷ quyền (Học bạ → Uỷ quyền ký) → Học bạ: duyệt và ký thay, ghi KT. HIỆU TRƯỞNG.",
    ),
    Persona(
        "anh-binh",
        "Anh Bình",
        "Sở GDĐT Tây Ninh",
        "Tiếp nhận học bạ → mở một học bạ → tiếp nhận, hoặc trả lại kèm lý do.",
    ),
    Persona(
        "chi-hoa",
        "Chị Hoa",
        "Mẹ của An (7A) và Bi",
        "Các con → điểm và học bạ của An, của Bi → xem ai đã mở → chia sẻ học bạ bằng mã QR.",
    ),
    Persona(
        "co-thu",
        "Cô Thu",
        "Giáo viên tiểu học",
        "Sổ điểm → chọn T/H/C và Đ, nhập điểm kiểm tra → viết nhận xét → Ký.",
    ),
    Persona(
        "thay-phuc",
        "Thầy Phúc",
        "Hiệu trưởng tiểu học",
        "Tiến độ toàn trường → Duyệt, ký và đóng dấu học bạ theo Thông tư 27.",
    ),
    Persona(
        "thay-khac",
        "Thầy Khắc",
        "Giáo viên THCS khác",
        "Tìm An hoặc dán địa chỉ sổ điểm 7A: không thấy gì của trường bạn.",
    ),
    Persona(
        "co-sen",
        "Cô giáo Hoa Sen",
        "Chủ nhiệm lớp Lá 1",
        "Chủ nhiệm → Học kì II: gõ đ hoặc c cho từng lĩnh vực, viết nhận xét → xem trẻ nào còn thiếu → Cả năm.",
    ),
    Persona(
        "hieu-truong-sen",
        "Hiệu trưởng Hoa Sen",
        "Hiệu trưởng mầm non",
        "Tiến độ toàn trường → mở lớp Lá 1 → khoá học kì II.",
    ),
    Persona(
        "me-sen",
        "Mẹ của một bé lớp Lá 1",
        "Phụ huynh mầm non",
        "Các con → sự phát triển của con theo từng lĩnh vực và lời cô giáo.",
    ),
]
