"""Which fields of the Ministry people, guardianship and classes hold already; they are not stored twice."""

from collections.abc import Mapping
from typing import Final

HELD: Final[Mapping[str, Mapping[str, str]]] = {
    "pupil": {
        "ClientId": "code",
        "MaHocSinh": "moet",
        "HoTen": "name",
        "TenHocSinh": "given",
        "GioiTinh": "sex",
        "NgaySinh": "birth",
        "NoiSinh": "birth_place",
        "MaDanToc": "ethnicity",
        "SoDthoaiDdong": "phone",
        "MaCongDan": "number",
        "KhoiHoc": "grade",
        "MaLopHocDn": "class",
        "MaLopHocCn": "class",
        "TrangThai": "state",
        "HoTenBo": "father",
        "NgaySinhBo": "father_birth",
        "SoDienThoaiBo": "father_phone",
        "HoTenMe": "mother",
        "NgaySinhMe": "mother_birth",
        "SoDienThoaiMe": "mother_phone",
        "HoTenNguoiGiamHo": "other",
        "NgaySinhNguoiGiamHo": "other_birth",
        "SoDienThoaiNguoiGiamHo": "other_phone",
    },
    "staff": {
        "ClientId": "code",
        "MaCanBo": "moet",
        "TenCanBo": "name",
        "GioiTinh": "sex",
        "NgaySinh": "birth",
        "NamSinh": "birth_year",
        "NoiSinh": "birth_place",
        "MaDanToc": "ethnicity",
        "SoDienThoaiDiDong": "phone",
        "SoCmnd": "number",
        "TrangThai": "state",
    },
}
"""Kind of profile → field → what is held under which word."""

WRITTEN = frozenset({"number", "ethnicity", "birth_place", "phone"})
"""What a clerk may alter from the profile; everything else has its own way (lists, register, guardians)."""


def held_as(kind: str, field: str) -> str:
    """The word under which a field is held, or "" where the profile stores it."""
    return HELD[kind].get(field, "")


def number_key(kind: str) -> str:
    """The line of the to-do list about people without a personal number."""
    return next((f"no:{field}" for field, held in HELD[kind].items() if held == "number"), "")
