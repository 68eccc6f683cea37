"""Marks of grades 6 to 12 (TT 22/2021)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.school.enrolment.api import ClassSubject, Subject

from ...rules.values import FAILED, PASSED
from ..columns import Choice, Column, Value, comment, computed, score
from .base import YEAR, Cells, said

PASS_CHOICES = (
    Choice("D", gettext_noop("Đạt"), "Đ", ("đ", "d")),
    Choice("CD", gettext_noop("Chưa đạt"), "CĐ", ("c", "cđ", "cd")),
)
_YEAR_LABELS = {
    True: (gettext_noop("ĐTB HK I"), gettext_noop("ĐTB HK II"), gettext_noop("ĐTB cả năm")),
    False: (gettext_noop("KQ HK I"), gettext_noop("KQ HK II"), gettext_noop("KQ cả năm")),
}
"""Heads of the year's columns, by whether the subject has scores."""
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
        said = _("Điểm thường xuyên %(n)d") if self.by_score else _("Đánh giá thường xuyên %(n)d")
        regular = [self._mark(f"tx{n}", f"TX{n}", said % {"n": n}) for n in range(1, self.regular_count + 1)]
        midterm = self._mark("gk", "GK", _("Điểm giữa kì") if self.by_score else _("Đánh giá giữa kì"))
        final = self._mark("ck", "CK", _("Điểm cuối kì") if self.by_score else _("Đánh giá cuối kì"))
        if self.by_score:
            average = computed("average", gettext_noop("ĐTB"), _("Điểm trung bình môn học kì"))
        else:
            average = computed("average", gettext_noop("KQ"), _("Kết quả môn"))
        level = computed("level", gettext_noop("Học tập"), _("Mức kết quả học tập của học kì, xét trên mọi môn"))
        return (*regular, midterm, final, average, level, comment())

    def _year(self) -> tuple[Column, ...]:
        term1, term2, year = _YEAR_LABELS[self.by_score]
        retest = self._mark("retest", gettext_noop("KT lại"), _("Kết quả kiểm tra lại"))
        return (
            computed("term1", term1, _("Kết quả học kì I")),
            computed("term2", term2, _("Kết quả học kì II")),
            computed("average", year, _("Kết quả cả năm")),
            replace(retest, required=False),
            computed("level", gettext_noop("Học tập"), _("Mức kết quả học tập cả năm, xét trên mọi môn")),
        )

    def _mark(self, key: str, label: str, title: str) -> Column:
        if self.by_score:
            return score(key, label, title)
        return Column(key, label, title, "choice", PASS_CHOICES, required=True)

    def cells(self, row: Any) -> Cells:
        if self.term == YEAR:
            return {"retest": self._shown(row.retest if row else None)}
        keys = _keys(self.regular_count)
        marks = [*row.regular[: self.regular_count], *(row.midterm, row.final)] if row else []
        marks[-2:-2] = [None] * (len(keys) - len(marks))
        if not self.by_score:
            marks = list(map(self._shown, marks))
        return dict(zip(keys, marks, strict=True)) | {"comment": said(row)}

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        if self.term == YEAR:
            return {"retest": self._stored(cells["retest"])}
        marks = [cells[key] for key in _keys(self.regular_count)]
        *regular, midterm, final = marks if self.by_score else map(self._stored, marks)
        return {"regular": regular, "midterm": midterm, "final": final, "comment": cells["comment"] or ""}

    def _shown(self, stored: int | None) -> Value:
        return stored if self.by_score or stored is None else _PASS_CODES[stored]

    def _stored(self, shown: Value) -> int | None:
        return shown if isinstance(shown, int) else _PASS.get(str(shown))


@cache
def _keys(regular_count: int) -> tuple[str, ...]:
    """Of the columns of a term with marks."""
    return (*(f"tx{n}" for n in range(1, regular_count + 1)), "gk", "ck")
