"""Marks of grades 6 to 12 (TT 22/2021)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from khuevan.school.enrolment.api import ClassSubject, Subject

from ...rules.values import FAILED, PASSED
from ..columns import Choice, Column, Value, comment, computed, score
from .base import YEAR, Cells, said

PASS_CHOICES = (Choice("D", "Đạt", "Đ", ("đ", "d")), Choice("CD", "Chưa đạt", "CĐ", ("c", "cđ", "cd")))
_PASS = {"D": PASSED, "CD": FAILED}
_PASS_CODES = {PASSED: "D", FAILED: "CD"}


@dataclass(frozen=True)
class MarkSheet:
    """A term of a class subject under TT 22/2021; ``term`` 3 holds only the re-test."""

    regular_count: int
    by_score: bool
    term: int

    @classmethod
    def of(cls, book: ClassSubject, term: int) -> "MarkSheet":
        return cls(book.regular_count, book.subject.form == Subject.Form.SCORE, term)

    @property
    def columns(self) -> tuple[Column, ...]:
        if self.term == YEAR:
            return self._year()
        regular = [self._mark(f"tx{n}", f"TX{n}", f"Điểm thường xuyên {n}") for n in range(1, self.regular_count + 1)]
        periodic = [self._mark("gk", "GK", "Điểm giữa kì"), self._mark("ck", "CK", "Điểm cuối kì")]
        average = computed(
            "average", *(("ĐTB", "Điểm trung bình môn học kì") if self.by_score else ("KQ", "Kết quả môn"))
        )
        level = computed("level", "Học tập", "Mức kết quả học tập của học kì, xét trên mọi môn")
        return (*regular, *periodic, average, level, comment())

    def _year(self) -> tuple[Column, ...]:
        name = "ĐTB" if self.by_score else "KQ"
        return (
            computed("term1", f"{name} HK I", "Kết quả học kì I"),
            computed("term2", f"{name} HK II", "Kết quả học kì II"),
            computed("average", f"{name} cả năm", "Kết quả cả năm"),
            Column(**{**vars(self._mark("retest", "KT lại", "Kết quả kiểm tra lại")), "required": False}),
            computed("level", "Học tập", "Mức kết quả học tập cả năm, xét trên mọi môn"),
        )

    def _mark(self, key: str, label: str, title: str) -> Column:
        if self.by_score:
            return score(key, label, title)
        return Column(key, label, title.replace("Điểm", "Đánh giá"), "choice", PASS_CHOICES, required=True)

    def cells(self, row: Any) -> Cells:
        if self.term == YEAR:
            return {"retest": self._shown(row.retest if row else None)}
        regular = list(row.regular if row else [])[: self.regular_count]
        regular += [None] * (self.regular_count - len(regular))
        cells = {f"tx{n}": self._shown(value) for n, value in enumerate(regular, 1)}
        marks = {"gk": row.midterm, "ck": row.final} if row else {"gk": None, "ck": None}
        return cells | {key: self._shown(mark) for key, mark in marks.items()} | {"comment": said(row)}

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        if self.term == YEAR:
            return {"retest": self._stored(cells["retest"])}
        regular = [self._stored(cells[f"tx{n}"]) for n in range(1, self.regular_count + 1)]
        marks = {"midterm": self._stored(cells["gk"]), "final": self._stored(cells["ck"])}
        return {"regular": regular, **marks, "comment": cells["comment"] or ""}

    def _shown(self, stored: int | None) -> Value:
        return stored if self.by_score or stored is None else _PASS_CODES[stored]

    def _stored(self, shown: Value) -> int | None:
        return shown if isinstance(shown, int) else _PASS.get(str(shown))
