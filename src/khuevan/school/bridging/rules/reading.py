"""What a year of a paper transcript says, as it was typed: read, checked, never computed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from khuevan.kernel.errors import Invalid

_MARK = re.compile(r"(10(?:[.,]0)?|\d(?:[.,]\d)?)", re.A)
WORDS = {
    "đ": "Đ", "cđ": "CĐ", "t": "T", "h": "H", "c": "C", "k": "K", "g": "G", "tb": "TB", "y": "Y", "kém": "Kém",
    "giỏi": "Giỏi", "khá": "Khá", "tốt": "Tốt", "trung bình": "Trung bình", "yếu": "Yếu", "đạt": "Đạt",
    "chưa đạt": "Chưa đạt", "hoàn thành": "Hoàn thành", "hoàn thành tốt": "Hoàn thành tốt",
    "hoàn thành xuất sắc": "Hoàn thành xuất sắc", "chưa hoàn thành": "Chưa hoàn thành", "miễn": "Miễn",
}  # fmt: skip
"""What may stand in a cell beside a mark: levels of TT 58/2011, TT 22/2016, TT 27/2020 and TT 22/2021."""
MOST_SUBJECTS, LONGEST_NAME = 24, 60


@dataclass(frozen=True, slots=True)
class Results:
    """Subjects as (name, term I, term II, year); learning and conduct of the three; how the year ended, an award."""

    subjects: tuple[tuple[str, str, str, str], ...]
    learning: tuple[str, str, str]
    conduct: tuple[str, str, str]
    outcome: str = ""
    award: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def results_of(kept: Mapping[str, Any]) -> Results:
    """What is kept, as a record."""
    subjects = tuple((row[0], row[1], row[2], row[3]) for row in kept["subjects"])
    learning, conduct = kept["learning"], kept["conduct"]
    return Results(
        subjects, (learning[0], learning[1], learning[2]), (conduct[0], conduct[1], conduct[2]), kept["outcome"],
        kept["award"],
    )  # fmt: skip


def read_results(
    rows: Iterable[Sequence[str]], learning: Sequence[str], conduct: Sequence[str], outcome: str, award: str
) -> Results:
    """A form as a record; empty rows are left out. Raises ``Invalid`` naming the cell that cannot be."""
    subjects: list[tuple[str, str, str, str]] = []
    for name, *cells in rows:
        said = " ".join(name.split())[:LONGEST_NAME]
        values = [read_cell(cell, said or "Môn chưa ghi tên") for cell in cells]
        if not said and any(values):
            raise Invalid("Có kết quả mà chưa ghi tên môn.", hint="Ghi tên môn như trên học bạ giấy.")
        if said and any(values):
            subjects.append((said, values[0], values[1], values[2]))
    if not subjects:
        raise Invalid("Chưa nhập kết quả môn nào.", hint="Nhập ít nhất một môn như trên học bạ giấy.")
    names = [name.casefold() for name, *_values in subjects]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Invalid(f"Môn “{twice}” được nhập hai lần.", hint="Gộp lại thành một dòng.")
    l1, l2, l3 = (read_cell(one, "Học tập, học lực") for one in learning)
    c1, c2, c3 = (read_cell(one, "Rèn luyện, hạnh kiểm") for one in conduct)
    ended = " ".join(outcome.split())[:160]
    if not ended:
        raise Invalid("Chưa ghi kết luận của năm học.", hint="Ghi như trên học bạ giấy, ví dụ: Được lên lớp 8.")
    return Results(tuple(subjects[:MOST_SUBJECTS]), (l1, l2, l3), (c1, c2, c3), ended, " ".join(award.split())[:160])


def read_cell(text: str, name: str) -> str:
    """``8.5`` → 8,5; ``đ`` → Đ; "" for nothing. Raises ``Invalid`` for what no transcript says."""
    said = " ".join(text.split())
    if not said:
        return ""
    if _MARK.fullmatch(said):
        return said.replace(".", ",")
    if word := WORDS.get(said.casefold()):
        return word
    raise Invalid(
        f"{name}: “{said[:20]}” không phải là điểm hay mức đánh giá.",
        hint="Điểm từ 0 đến 10, nhiều nhất một chữ số thập phân; hoặc Đ, CĐ, T, H, C, Giỏi, Khá, Tốt, Đạt…",
    )
