"""The people of the story, put among the others of the first neighbourhood."""

from dataclasses import dataclass

from khuevan.site.personas import DEPUTY

from .names import FEMALE, MALE


@dataclass(frozen=True)
class Part:
    """Somebody of the story; ``username`` is empty for children."""

    username: str
    full_name: str
    sex: int
    born: int


LAN = Part("co-lan", "Nguyễn Thị Ngọc Lan", FEMALE, 1988)
MAI = Part("co-mai", "Trần Thị Tuyết Mai", FEMALE, 1985)
MINH = Part("thay-minh", "Lê Quang Minh", MALE, 1974)
BINH = Part("anh-binh", "Phạm Thanh Bình", MALE, 1986)
HOA = Part("chi-hoa", "Võ Thị Kim Hoa", FEMALE, 1987)
THU = Part("co-thu", "Huỳnh Thị Lệ Thu", FEMALE, 1990)
PHUC = Part("thay-phuc", "Đặng Hồng Phúc", MALE, 1976)
KHAC = Part("thay-khac", "Bùi Công Khắc", MALE, 1983)
AN = Part("", "Nguyễn Hoàng An", MALE, 2013)
BI = Part("", "Nguyễn Hoàng Bi", MALE, 2018)
MAIS_DAUGHTER = Part("", "Lý Trần Gia Hân", FEMALE, 2016)

PRESCHOOL_PEOPLE = ("hieu-truong-sen", "co-sen", "me-sen")
"""User names of the head of the preschool, of who leads its oldest class, of a mother of that class."""

HOME, PRIMARY_SCHOOL, OTHER = 0, 1, 2
"""Places in the first neighbourhood of the school of An, the school of Bi, and thầy Khắc's."""

STAFF = {
    (HOME, "TOAN", 0): LAN,
    (HOME, "NV", 0): MAI,
    (HOME, "leader", 0): MINH,
    (PRIMARY_SCHOOL, "class", 0): THU,
    (PRIMARY_SCHOOL, "leader", 0): PHUC,
    (OTHER, "TOAN", 0): KHAC,
}
"""School, post and number within the post. Posts are filled beginning with the classes 7A and 2A."""

LOG_INS = {(HOME, "leader", 1): DEPUTY}
"""Posts whose holder is like everybody else there, but for the name to log in by."""

FAMILIES = (
    (HOA, ((AN, HOME, 7), (BI, PRIMARY_SCHOOL, 2))),
    (MAI, ((MAIS_DAUGHTER, PRIMARY_SCHOOL, 4),)),
)
"""Mothers, and their children with school and grade in the working year; all are in class A."""

AN_BEGAN, BI_BEGAN = 2025 - 7, 2025 - 2
"""School year less grade: An is in grade 7 in 2025, Bi in grade 2."""
