"""Conduct and absences of grades 6 to 12 (TT 22/2021 Art. 8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ...rules import tt22_2021 as tt22
from ..columns import Choice, Column, Value, choices, comment, computed
from .base import YEAR, Cells, said

LEVEL_CHOICES = tuple(
    Choice(one.value, one.label, one.short, ("c", *one.keys)) if one.value == "CD" else one
    for one in choices(tt22.LEVELS)
)


@dataclass(frozen=True)
class ConductSheet:
    """Conduct, absences and comment of a class in a term; in term 3 only the level after training in the summer."""

    term: int

    @property
    def columns(self) -> tuple[Column, ...]:
        study = computed("study", gettext_noop("Học tập"), _("Mức kết quả học tập, tính từ điểm các môn"))
        if self.term == YEAR:
            return (
                study,
                computed("conduct", gettext_noop("Rèn luyện"), _("Kết quả rèn luyện cả năm, tính từ hai học kì")),
                computed("absences", gettext_noop("Vắng"), _("Số buổi vắng cả năm")),
                Column(
                    "retrained", gettext_noop("Sau hè"), _("Kết quả rèn luyện sau kì nghỉ hè"), "choice", LEVEL_CHOICES
                ),
                computed("award", gettext_noop("Danh hiệu"), _("Danh hiệu cuối năm")),
                computed("outcome", gettext_noop("Kết quả"), _("Lên lớp, kiểm tra lại, rèn luyện trong hè")),
                comment(),
            )
        return (
            study,
            Column("level", gettext_noop("Rèn luyện"), _("Kết quả rèn luyện"), "choice", LEVEL_CHOICES, required=True),
            Column("absences", gettext_noop("Vắng"), _("Số buổi vắng"), "count", required=True, max_length=3),
            comment(),
        )

    def cells(self, row: Any) -> Cells:
        if self.term == YEAR:
            return {"retrained": (row.retrained or None) if row else None, "comment": said(row)}
        away = str(row.absences) if row and row.absences is not None else None
        return {"level": (row.level or None) if row else None, "absences": away, "comment": said(row)}

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        fields = {"comment": cells["comment"] or ""}
        if self.term == YEAR:
            return fields | {"retrained": cells["retrained"] or ""}
        away = cells["absences"]
        return fields | {"level": cells["level"] or "", "absences": None if away is None else int(away)}
