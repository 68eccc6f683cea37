"""In which part of a profile a field stands, by its name in the Ministry's exchange; the file itself does not say."""

import re

SECTIONS = ("identity", "contact", "family", "papers", "study", "work", "training", "pay", "health", "support", "union",
            "general")  # fmt: skip
"""In the order of a profile page."""

_BY_NAME = [
    ("family", r"(Bo|Me|Vc|VoChong|NguoiGiamHo)$|^Is(Cha|Me)Dt$|HonNhan"),
    ("contact", r"Tmtru|Thtru|Dthoai|DienThoai|^Email$|LoaiTamTru"),
    ("papers", r"Cmnd|MaCongDan|KhaiSinh|Bhxh"),
    ("union", r"^(Noi|Ngay)Vao(Doi|Doan|Dang)$|^(Doi|Doan|Dang)Vien$|ChuyenTrachDoi"),
    ("health", r"NhomMau|KhuyetTat|SucKhoe|DinhDuong"),
    ("support", r"Csach|UuTien|HoTro|HoNgheo|CapGao|CapTien|Tru$|DanNuoi|^MaKhuVuc$|^(Tphan|ThanhPhan)G|AnTrua"),
    ("pay", r"Luong|Ngach|^HeSo$|PhuCap|NgayHuong|VuotKhung"),
    ("training", r"TrinhDo|DaoTao|BoiDuong|Nngu|NgoaiNgu|ChungChi|ChuanNgheNghiep|VienChuc|ThaySach"),
    ("identity", r"^HoTen$|^Ten(HocSinh|CanBo|Tat)$|^N(gay|am)Sinh$|GioiTinh|^MaDanToc$|TonGiao|NoiSinh|QueQuan"
                 r"|QuocTich|^Ma(HocSinh|CanBo)$|ClientId|AnhChanDung"),
]  # fmt: skip
_PATTERNS = [(section, re.compile(pattern)) for section, pattern in _BY_NAME]
_REST = {"pupil": "study", "staff": "work"}


def section_of(object_: str, code: str) -> str:
    """The section of a field of an object ("pupil", "staff", "school", "class")."""
    if object_ not in _REST:
        return "general"
    return next((section for section, pattern in _PATTERNS if pattern.search(code)), _REST[object_])
