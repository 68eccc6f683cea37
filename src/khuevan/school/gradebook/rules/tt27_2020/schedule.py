"""When primary pupils are assessed, in which tests, on which qualities and competences (Art 7)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Period(IntEnum):
    """The four times of periodic assessment (Art 7)."""

    MID_TERM_1 = 1
    END_TERM_1 = 2
    MID_TERM_2 = 3
    END_YEAR = 4


PERIODS: Final = {
    Period.MID_TERM_1: "Giữa học kì I",
    Period.END_TERM_1: "Cuối học kì I",
    Period.MID_TERM_2: "Giữa học kì II",
    Period.END_YEAR: "Cuối năm học",
}

_TESTED_AT_TERM_ENDS: Final = {
    "TV": range(1, 6),
    "TOAN": range(1, 6),
    "NN1": range(3, 6),
    "LSDL": range(4, 6),
    "KH": range(4, 6),
    "THCN": range(3, 6),
    "THCN_TIN": range(3, 6),
    "THCN_CN": range(3, 6),
}
_TESTED_AT_MID_TERMS: Final = {"TV": range(4, 6), "TOAN": range(4, 6)}

TESTED_SUBJECTS: Final = tuple(_TESTED_AT_TERM_ENDS)
"""Every subject that has a periodic test in some grade."""


def has_test(subject: str, grade: int, period: Period) -> bool:
    """Whether a periodic test is written in a subject (curriculum code) of a grade at a time (Art 7).

    At the ends of both terms in the compulsory subjects Tiếng Việt, Toán, Ngoại ngữ 1, Lịch sử và Địa lí,
    Khoa học, Tin học và Công nghệ (as one subject or in its two parts); in Tiếng Việt and Toán of grades 4
    and 5 also in the middle of both terms.
    """
    at_ends = period in (Period.END_TERM_1, Period.END_YEAR)
    tested = _TESTED_AT_TERM_ENDS if at_ends else _TESTED_AT_MID_TERMS
    return grade in tested.get(subject, ())


@dataclass(frozen=True, slots=True)
class Trait:
    """A quality or competence that is assessed (Art 7), from which grade on."""

    code: str
    name: str
    group: str
    first_grade: int = 1


QUALITY: Final = "Phẩm chất chủ yếu"
GENERAL: Final = "Năng lực chung"
SPECIFIC: Final = "Năng lực đặc thù"

TRAITS: Final = (
    Trait("YEU_NUOC", "Yêu nước", QUALITY),
    Trait("NHAN_AI", "Nhân ái", QUALITY),
    Trait("CHAM_CHI", "Chăm chỉ", QUALITY),
    Trait("TRUNG_THUC", "Trung thực", QUALITY),
    Trait("TRACH_NHIEM", "Trách nhiệm", QUALITY),
    Trait("TU_CHU", "Tự chủ và tự học", GENERAL),
    Trait("GIAO_TIEP", "Giao tiếp và hợp tác", GENERAL),
    Trait("GIAI_QUYET", "Giải quyết vấn đề và sáng tạo", GENERAL),
    Trait("NGON_NGU", "Ngôn ngữ", SPECIFIC),
    Trait("TINH_TOAN", "Tính toán", SPECIFIC),
    Trait("KHOA_HOC", "Khoa học", SPECIFIC),
    Trait("CONG_NGHE", "Công nghệ", SPECIFIC, first_grade=3),
    Trait("TIN_HOC", "Tin học", SPECIFIC, first_grade=3),
    Trait("THAM_MI", "Thẩm mĩ", SPECIFIC),
    Trait("THE_CHAT", "Thể chất", SPECIFIC),
)


def traits(grade: int) -> tuple[Trait, ...]:
    """The qualities and competences assessed in a grade, in the order of the transcript.

    Công nghệ and Tin học begin with their subjects in grade 3.
    """
    return tuple(trait for trait in TRAITS if grade >= trait.first_grade)
