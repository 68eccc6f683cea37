"""Two fictional pupils: An of 7A and Bi of 2A, one year each."""

from khuevan.platform.documents.ports import (
    PrimarySubject,
    PrimaryYear,
    Pupil,
    School,
    Schooling,
    SecondaryYear,
    SignedBy,
    SubjectLine,
    TermLine,
    TraitLine,
    TranscriptSheet,
    Verification,
)


def _teacher(name, minute):
    return SignedBy(name, "Giáo viên", f"26-05-2026 08:{minute:02d}:14 +07:00")


_SUBJECTS = (
    ("Ngữ văn", "8,1", "8,4", "8,3", "Cảm thụ tốt, diễn đạt mạch lạc; cần rèn chữ viết.", "Trần Thị Tuyết Mai"),
    ("Toán", "8,2", "8,8", "8,6", "Tư duy tốt, trình bày rõ ràng, tích cực giúp bạn.", "Nguyễn Thị Ngọc Lan"),
    ("Tiếng Anh", "7,4", "7,9", "7,7", "Vốn từ khá; cần luyện nghe nhiều hơn.", "Phan Thị Thùy Dương"),
    ("Giáo dục công dân", "9,0", "9,2", "9,1", "Hiểu bài, liên hệ thực tế tốt.", "Lâm Văn Tài"),
    ("Lịch sử và Địa lí", "8,0", "8,3", "8,2", "Chăm chỉ, ghi nhớ tốt các mốc thời gian.", "Ngô Minh Quân"),
    ("Khoa học tự nhiên", "8,5", "8,7", "8,6", "Thực hành cẩn thận, ham tìm hiểu.", "Đỗ Thị Hồng Nhung"),
    ("Công nghệ", "8,9", "9,0", "9,0", "Khéo tay, hoàn thành tốt sản phẩm.", "Huỳnh Tấn Phát"),
    ("Tin học", "9,2", "9,4", "9,3", "Thành thạo, sáng tạo khi làm bài trình chiếu.", "Vương Quốc Bảo"),
    ("Giáo dục thể chất", "Đạt", "Đạt", "Đạt", "Thể lực tốt, nhiệt tình tập luyện.", "Tạ Hữu Thắng"),
    ("Nghệ thuật", "Đạt", "Đạt", "Đạt", "Hát đúng giai điệu, yêu thích mĩ thuật.", "Mai Thị Kim Chi"),
    ("Hoạt động trải nghiệm, hướng nghiệp", "Đạt", "Đạt", "Đạt", "Tự tin, có trách nhiệm.", "Trần Thị Tuyết Mai"),
    ("Nội dung giáo dục địa phương", "Đạt", "Đạt", "Đạt", "Quan tâm tìm hiểu quê hương.", "Ngô Minh Quân"),
)  # fmt: skip

LOWER = School("Trường THCS Tân Biên", "Ủy ban nhân dân xã Tân Biên", "TRUNG HỌC CƠ SỞ", "Tân Biên", "Tây Ninh")
PRIMARY = School("Trường Tiểu học Lê Văn Tám", "Ủy ban nhân dân xã Tân Biên", "TIỂU HỌC", "Tân Biên", "Tây Ninh")
HOMEROOM = SignedBy("Trần Thị Tuyết Mai", "Giáo viên chủ nhiệm", "28-05-2026 09:15:00 +07:00")
PRINCIPAL = SignedBy("Lê Quang Minh", "Hiệu trưởng", "29-05-2026 10:02:31 +07:00")
SEAL = SignedBy(LOWER.name, "", "29-05-2026 10:05:07 +07:00")

AN = Pupil(
    full_name="Nguyễn Hoàng An",
    code="KV0123456784",
    sex="Nam",
    birth="09/04/2013",
    birth_place="Xã Tân Biên, tỉnh Tây Ninh",
    ethnicity="Kinh",
    citizen_id="072213004512",
    residence="Ấp Thạnh Đông, xã Tân Biên, tỉnh Tây Ninh",
    father="Nguyễn Hoàng Phúc",
    father_job="Thợ điện",
    mother="Võ Thị Kim Hoa",
    mother_job="Y tá",
)

SECONDARY = TranscriptSheet(
    school=LOWER,
    pupil=AN,
    history=(
        Schooling("2024–2025", "6A", LOWER.name, "xã Tân Biên, tỉnh Tây Ninh", "0142/2024", "05/09/2024"),
        Schooling("2025–2026", "7A", LOWER.name, "xã Tân Biên, tỉnh Tây Ninh", "0142/2024", "05/09/2025"),
    ),
    years=(
        SecondaryYear(
            year="2025–2026",
            class_name="7A",
            subjects=tuple(
                SubjectLine(name, term1, term2, year, "", comment, _teacher(teacher, minute))
                for minute, (name, term1, term2, year, comment, teacher) in enumerate(_SUBJECTS, 3)
            ),
            terms=(
                TermLine("Học kì I", "Tốt", "Tốt"),
                TermLine("Học kì II", "Tốt", "Tốt"),
                TermLine("Cả năm", "Tốt", "Tốt"),
            ),
            absences="3",
            promotion="Được lên lớp 8",
            homeroom_comment=(
                "An chăm ngoan, lễ phép, hòa đồng với bạn bè; học đều các môn, nổi bật ở Toán, Tin học và "
                "Khoa học tự nhiên. Tích cực tham gia hoạt động của lớp. Năm học tới em cần luyện thêm kĩ năng nghe, "
                "nói tiếng Anh và giữ gìn chữ viết."
            ),
            place_date="Tân Biên, ngày 29 tháng 5 năm 2026",
            homeroom=HOMEROOM,
            principal=PRINCIPAL,
            seal=SEAL,
            awards=("Học sinh Giỏi năm học 2025–2026", "Giải Nhì Hội thi Tin học trẻ cấp xã"),
        ),
    ),
    verification=Verification(
        url="https://hocba.tayninh.example/v/7K3M-9QXT-2BFA",
        code="7K3M-9QXT-2BFA",
        version="1",
        legal_basis="Thông tư 22/2021/TT-BGDĐT; Thông tư 70/2026/TT-BGDĐT về học bạ số",
        digest="9f2c4e1ab87d6c5f40e3b2a1908f7e6d5c4b3a29181706f5e4d3c2b1a0998877",
    ),
    date="2026-05-29",
    number="0142/2024/THCS",
    opened=SignedBy("Lê Quang Minh", "Hiệu trưởng", "06-09-2024 14:20:09 +07:00"),
    place_date="Tân Biên, ngày 06 tháng 9 năm 2024",
)

_LEVELS = (
    ("Tiếng Việt", "T", "9", "Đọc to, rõ ràng, ngắt nghỉ đúng chỗ; viết đẹp."),
    ("Toán", "T", "10", "Thông minh, tính toán nhanh nhẹn, chính xác."),
    ("Đạo đức", "T", "", "Lễ phép, biết giúp đỡ bạn bè."),
    ("Tự nhiên và Xã hội", "T", "", "Vận dụng tốt kiến thức vào cuộc sống hằng ngày."),
    ("Giáo dục thể chất", "H", "", "Hoàn thành nội dung chương trình môn học."),
    ("Nghệ thuật (Âm nhạc)", "T", "", "Hát đúng lời, đúng giai điệu."),
    ("Nghệ thuật (Mĩ thuật)", "T", "", "Biết phối màu, sản phẩm sáng tạo."),
    ("Hoạt động trải nghiệm", "T", "", "Tự tin, tích cực tham gia hoạt động nhóm."),
)
_THU = SignedBy("Huỳnh Thị Lệ Thu", "Giáo viên", "25-05-2026 15:40:22 +07:00")


def _traits(*names):
    return tuple(TraitLine(name, "T") for name in names)


YOUNG = TranscriptSheet(
    school=PRIMARY,
    pupil=Pupil(
        full_name="Nguyễn Hoàng Bi",
        code="KV0987654320",
        sex="Nam",
        birth="2018",
        birth_place="Tỉnh Tây Ninh",
        ethnicity="Kinh",
        residence="Ấp Thạnh Đông, xã Tân Biên, tỉnh Tây Ninh",
        father="Nguyễn Hoàng Phúc",
        mother="Võ Thị Kim Hoa",
    ),
    history=(
        Schooling("2024–2025", "1A", PRIMARY.name, "xã Tân Biên, tỉnh Tây Ninh", "0088/2024", "05/09/2024"),
        Schooling("2025–2026", "2A", PRIMARY.name, "xã Tân Biên, tỉnh Tây Ninh", "0088/2024", "05/09/2025"),
    ),
    years=(
        PrimaryYear(
            year="2025–2026",
            class_name="2A",
            subjects=tuple(PrimarySubject(*line, _THU) for line in _LEVELS),
            qualities=_traits("Yêu nước", "Nhân ái", "Chăm chỉ", "Trung thực", "Trách nhiệm"),
            general=_traits("Tự chủ và tự học", "Giao tiếp và hợp tác", "Giải quyết vấn đề và sáng tạo"),
            specific=(
                *_traits("Ngôn ngữ", "Tính toán", "Khoa học", "Công nghệ", "Tin học", "Thẩm mĩ"),
                TraitLine("Thể chất", "Đ"),
            ),
            result="Hoàn thành tốt",
            completion="Hoàn thành chương trình lớp 2. Được lên lớp 3.",
            place_date="Tân Biên, ngày 29 tháng 5 năm 2026",
            homeroom=SignedBy("Huỳnh Thị Lệ Thu", "Giáo viên chủ nhiệm", "28-05-2026 16:01:44 +07:00"),
            principal=SignedBy("Đặng Hồng Phúc", "Hiệu trưởng", "29-05-2026 08:30:12 +07:00"),
            seal=SignedBy(PRIMARY.name, "", "29-05-2026 08:31:00 +07:00"),
            qualities_comment="Em chăm ngoan, thật thà, biết yêu thương và giúp đỡ bạn bè.",
            general_comment="Em mạnh dạn, biết hợp tác và tự hoàn thành nhiệm vụ học tập.",
            specific_comment="Em đọc tốt, tính nhanh; cần vận động nhiều hơn để khỏe mạnh.",
            absent_excused="2",
            absent_unexcused="0",
            height="121 cm",
            weight="23 kg",
            health="Tốt",
            awards=("Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện",),
            recipient="",
        ),
    ),
    verification=Verification(
        url="https://hocba.tayninh.example/v/4D8N-WQ2C-M7HK",
        code="4D8N-WQ2C-M7HK",
        version="2",
        legal_basis="Thông tư 27/2020/TT-BGDĐT; Thông tư 70/2026/TT-BGDĐT về học bạ số",
        digest="0b5d8e2f7a91c4e6d3f8b7a6958473625140f9e8d7c6b5a493827160ffeeddcc",
        note="Bản này thay phiên bản 1 theo Quyết định số 17/QĐ-THLVT ngày 02/6/2026.",
    ),
    date="2026-06-02",
    number="0088/2024/TH",
)
