"""A list of phrases as teachers keep it in their files, one row a sentence, and what they call its columns."""

from collections.abc import Mapping
from functools import cache

from khuevan.kernel.text import fold
from khuevan.platform.sheets.api import Field, Kind, Layout
from khuevan.school.enrolment.api import curriculum

PARTS = {"strength": "Ưu điểm", "limit": "Hạn chế", "next": "Bước tiếp theo"}
_ALSO = {
    "strength": ("Điểm mạnh", "Nhận xét"),
    "limit": ("Tồn tại", "Nhược điểm"),
    "next": ("Hướng khắc phục", "Biện pháp", "Lời khuyên", "Phương hướng"),
}
_CODES = PARTS | {f"{part}-{n}": name for part, names in _ALSO.items() for n, name in enumerate(names)}
PART_OF = {code: code.partition("-")[0] for code in _CODES}
"""A code of the list → the part."""
_LEVELS: Mapping[str, tuple[int, ...]] = {
    "tot": (4,), "t": (4,), "hoan thanh tot": (4,), "gioi": (4,), "xuat sac": (4,), "kha": (3,), "k": (3,),
    "hoan thanh": (2, 3), "h": (2, 3), "dat": (2, 3), "d": (2, 3), "trung binh": (2,), "tb": (2,),
    "chua dat": (1,), "cd": (1,), "chua hoan thanh": (1,), "c": (1,), "yeu": (1,), "can co gang": (1,),
    "tat ca": (1, 2, 3, 4), "moi muc": (1, 2, 3, 4),
}  # fmt: skip

LAYOUT = Layout(
    "phrases",
    "Câu nhận xét",
    (
        Field("text", "Câu nhận xét", Kind.TEXT,
              ("Nội dung nhận xét", "Nhận xét", "Mẫu nhận xét", "Lời nhận xét", "Nội dung"), required=True),
        Field("part", "Phần", Kind.CHOICE, ("Loại câu", "Loại nhận xét", "Mục"), codes=_CODES),
        Field("subject", "Môn", Kind.TEXT, ("Môn học", "Tên môn", "Môn học, hoạt động"), longest=80),
        Field("level", "Mức", Kind.TEXT, ("Mức độ", "Mức đạt", "Mức đánh giá", "Xếp loại"), longest=60),
    ),
)  # fmt: skip


def bands_of(said: str) -> tuple[int, ...]:
    """``"Tốt, Khá"`` → (3, 4); all for ""; nothing for what is no level."""
    words = [fold(one) for one in said.replace(";", ",").replace("/", ",").split(",") if one.strip()]
    if any(one not in _LEVELS for one in words):
        return ()
    return tuple(sorted({band for one in words for band in _LEVELS[one]})) or (1, 2, 3, 4)


def subjects_of(said: str) -> tuple[str, ...] | None:
    """Codes of the subjects of this name; () for all, ``None`` where nobody knows it."""
    return _subjects().get(fold(said)) if said.strip() else ()


@cache
def _subjects() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {"ren luyen": ("RL",), "hanh kiem": ("RL",), "tat ca": ()}
    found |= dict.fromkeys(("pham chat, nang luc", "pham chat", "nang luc"), ("PCNL",))
    for one in curriculum.catalogue():
        for name in (one.code, one.name, one.short_name):
            found[fold(name)] = tuple(sorted({*found.get(fold(name), ()), one.code}))
    return found
