"""The subjects of the 2018 curriculum as a table: lessons (tiết) in a year of 35 weeks, grade by grade.

Each stage is listed in the order of its transcript.
"""

from datetime import date
from typing import Final

from .subjects import ELECTIVE, OPTIONAL, PASS, SCORE, LegalAct, Subject, by_grade

LEGAL_BASIS: Final = (
    LegalAct("Thông tư 32/2018/TT-BGDĐT", issued_on=date(2018, 12, 26), effective_on=date(2019, 2, 15)),
    LegalAct("Thông tư 13/2022/TT-BGDĐT", issued_on=date(2022, 8, 3), effective_on=date(2022, 8, 3)),
    LegalAct("Thông tư 17/2025/TT-BGDĐT", issued_on=date(2025, 9, 12), effective_on=date(2025, 9, 12)),
)
"""The programme; History compulsory and four electives of nine in upper secondary; contents of 2025."""

FIRST_YEAR: Final = (
    {1: 2020, 2: 2021, 3: 2022, 4: 2023, 5: 2024}
    | {6: 2021, 7: 2022, 8: 2023, 9: 2024}
    | {10: 2022, 11: 2023, 12: 2024}
)
"""The school year (its first calendar year) in which each grade began with this curriculum."""

ELECTIVES_TO_CHOOSE: Final = 4
SPECIAL_TOPICS_TO_CHOOSE: Final = 3
SPECIAL_TOPIC_LESSONS: Final = 35
"""A cụm chuyên đề adds these to an upper-secondary subject."""

PRIMARY: Final = (
    Subject("TV", "Tiếng Việt", "T.Việt", SCORE, by_grade(1, 420, 350, 245, 245, 245)),
    Subject("TOAN", "Toán", "Toán", SCORE, by_grade(1, 105, 175, 175, 175, 175)),
    Subject("NN1", "Ngoại ngữ 1", "NN1", SCORE, by_grade(3, 140, 140, 140)),
    Subject("NN1", "Ngoại ngữ 1", "NN1", SCORE, by_grade(1, 70, 70), OPTIONAL),
    Subject("DD", "Đạo đức", "Đ.đức", PASS, by_grade(1, 35, 35, 35, 35, 35)),
    Subject("TNXH", "Tự nhiên và Xã hội", "TN&XH", PASS, by_grade(1, 70, 70, 70)),
    Subject("LSDL", "Lịch sử và Địa lí", "LS&ĐL", SCORE, by_grade(4, 70, 70)),
    Subject("KH", "Khoa học", "K.học", SCORE, by_grade(4, 70, 70)),
    Subject("THCN", "Tin học và Công nghệ", "TH&CN", SCORE, by_grade(3, 70, 70, 70)),
    Subject("THCN_TIN", "Tin học và Công nghệ (Tin học)", "T.học", SCORE, by_grade(3, 35, 35, 35), part_of="THCN"),
    Subject("THCN_CN", "Tin học và Công nghệ (Công nghệ)", "C.nghệ", SCORE, by_grade(3, 35, 35, 35), part_of="THCN"),
    Subject("GDTC", "Giáo dục thể chất", "GDTC", PASS, by_grade(1, 70, 70, 70, 70, 70)),
    Subject("NT", "Nghệ thuật", "N.thuật", PASS, by_grade(1, 70, 70, 70, 70, 70)),
    Subject("NT_AN", "Nghệ thuật (Âm nhạc)", "Â.nhạc", PASS, by_grade(1, 35, 35, 35, 35, 35), part_of="NT"),
    Subject("NT_MT", "Nghệ thuật (Mĩ thuật)", "M.thuật", PASS, by_grade(1, 35, 35, 35, 35, 35), part_of="NT"),
    Subject("HDTN", "Hoạt động trải nghiệm", "HĐTN", PASS, by_grade(1, 105, 105, 105, 105, 105)),
    Subject("DTTS", "Tiếng dân tộc thiểu số", "DTTS", PASS, by_grade(1, 70, 70, 70, 70, 70), OPTIONAL),
)

LOWER_SECONDARY: Final = (
    Subject("NV", "Ngữ văn", "Văn", SCORE, by_grade(6, 140, 140, 140, 140)),
    Subject("TOAN", "Toán", "Toán", SCORE, by_grade(6, 140, 140, 140, 140)),
    Subject("NN1", "Ngoại ngữ 1", "NN1", SCORE, by_grade(6, 105, 105, 105, 105)),
    Subject("GDCD", "Giáo dục công dân", "GDCD", SCORE, by_grade(6, 35, 35, 35, 35)),
    Subject("LSDL", "Lịch sử và Địa lí", "LS&ĐL", SCORE, by_grade(6, 105, 105, 105, 105)),
    Subject("KHTN", "Khoa học tự nhiên", "KHTN", SCORE, by_grade(6, 140, 140, 140, 140)),
    Subject("CN", "Công nghệ", "C.nghệ", SCORE, by_grade(6, 35, 35, 52, 52)),
    Subject("TIN", "Tin học", "Tin", SCORE, by_grade(6, 35, 35, 35, 35)),
    Subject("GDTC", "Giáo dục thể chất", "GDTC", PASS, by_grade(6, 70, 70, 70, 70)),
    Subject("NT", "Nghệ thuật", "N.thuật", PASS, by_grade(6, 70, 70, 70, 70)),
    Subject("HDTNHN", "Hoạt động trải nghiệm, hướng nghiệp", "HĐTN", PASS, by_grade(6, 105, 105, 105, 105)),
    Subject("GDDP", "Nội dung giáo dục của địa phương", "GDĐP", PASS, by_grade(6, 35, 35, 35, 35)),
    Subject("DTTS", "Tiếng dân tộc thiểu số", "DTTS", SCORE, by_grade(6, 105, 105, 105, 105), OPTIONAL),
    Subject("NN2", "Ngoại ngữ 2", "NN2", SCORE, by_grade(6, 105, 105, 105, 105), OPTIONAL),
)

UPPER_SECONDARY: Final = (
    Subject("NV", "Ngữ văn", "Văn", SCORE, by_grade(10, 105, 105, 105)),
    Subject("TOAN", "Toán", "Toán", SCORE, by_grade(10, 105, 105, 105)),
    Subject("NN1", "Ngoại ngữ 1", "NN1", SCORE, by_grade(10, 105, 105, 105)),
    Subject("LS", "Lịch sử", "Sử", SCORE, by_grade(10, 52, 52, 52)),
    Subject("DL", "Địa lí", "Địa", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("KTPL", "Giáo dục kinh tế và pháp luật", "KT&PL", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("VL", "Vật lí", "Lí", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("HH", "Hoá học", "Hoá", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("SH", "Sinh học", "Sinh", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("CN", "Công nghệ", "C.nghệ", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("TIN", "Tin học", "Tin", SCORE, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("AN", "Âm nhạc", "Â.nhạc", PASS, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("MT", "Mĩ thuật", "M.thuật", PASS, by_grade(10, 70, 70, 70), ELECTIVE),
    Subject("QPAN", "Giáo dục quốc phòng và an ninh", "QP&AN", SCORE, by_grade(10, 35, 35, 35)),
    Subject("GDTC", "Giáo dục thể chất", "GDTC", PASS, by_grade(10, 70, 70, 70)),
    Subject("HDTNHN", "Hoạt động trải nghiệm, hướng nghiệp", "HĐTN", PASS, by_grade(10, 105, 105, 105)),
    Subject("GDDP", "Nội dung giáo dục của địa phương", "GDĐP", PASS, by_grade(10, 35, 35, 35)),
    Subject("DTTS", "Tiếng dân tộc thiểu số", "DTTS", SCORE, by_grade(10, 105, 105, 105), OPTIONAL),
    Subject("NN2", "Ngoại ngữ 2", "NN2", SCORE, by_grade(10, 105, 105, 105), OPTIONAL),
)
