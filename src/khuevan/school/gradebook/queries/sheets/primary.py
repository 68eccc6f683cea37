"""Subjects, qualities and competences of grades 1 to 5 (TT 27/2020)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.school.enrolment.api import ClassSubject, SchoolClass

from ...rules import tt27_2020 as tt27
from ...rules.tt27_2020 import TRAITS, Period, has_test
from ..columns import Column, Value, choices, comment
from .base import Cells, said


@dataclass(frozen=True)
class PrimarySheet:
    """A period of a class subject under TT 27/2020."""

    tested: bool

    @classmethod
    def of(cls, book: ClassSubject, period: int) -> "PrimarySheet":
        return cls(has_test(book.subject_id, book.school_class.grade, Period(period)))

    @property
    def columns(self) -> tuple[Column, ...]:
        level = Column(
            "level", gettext_noop("Mức"), _("Mức hoàn thành"), "choice", choices(tt27.SUBJECT_LEVELS), required=True
        )
        test = Column("test", gettext_noop("KTĐK"), _("Điểm kiểm tra định kì"), "integer", required=True)
        return (level, test, comment()) if self.tested else (level, comment())

    def cells(self, row: Any) -> Cells:
        cells: Cells = {"level": (row.level or None) if row else None, "comment": said(row)}
        if self.tested:
            cells["test"] = row.test // 10 if row and row.test is not None else None
        return cells

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        fields: dict[str, Any] = {"level": cells["level"] or "", "comment": cells["comment"] or ""}
        if self.tested:
            test = cells["test"]
            fields["test"] = test * 10 if isinstance(test, int) else None
        return fields


_GROUPS = {"qualities": TRAITS[:5], "general": TRAITS[5:8], "specific": TRAITS[8:]}
"""Columns of the table with their traits, in the order of the regulation (Art. 7)."""


@dataclass(frozen=True)
class TraitSheet:
    """Qualities and competences of a primary class in a period, with the homeroom teacher's comment."""

    grade: int
    period: int

    @classmethod
    def of(cls, school_class: SchoolClass, period: int) -> "TraitSheet":
        return cls(school_class.grade, period)

    @property
    def columns(self) -> tuple[Column, ...]:
        options = choices(tt27.TRAIT_LEVELS)
        traits = [
            Column(
                one.code,
                " ".join(one.name.split()[:2]),
                f"{_(one.name)} ({_(one.group).lower()})",
                "choice",
                options,
                True,
            )
            for one in TRAITS
            if self.grade >= one.first_grade
        ]
        praise = (
            (comment("recognised_for", gettext_noop("Được lớp ghi nhận"), 200),)
            if self.period == Period.END_YEAR
            else ()
        )
        return (*traits, comment(), *praise)

    def cells(self, row: Any) -> Cells:
        cells: Cells = {}
        for field, group in _GROUPS.items():
            held = list(getattr(row, field)) if row else []
            for place, trait in enumerate(group):
                if self.grade >= trait.first_grade:
                    cells[trait.code] = (held[place] if place < len(held) else "") or None
        cells["comment"] = said(row)
        if self.period == Period.END_YEAR:
            cells["recognised_for"] = (row.recognised_for or None) if row else None
        return cells

    def fields(self, cells: Mapping[str, Value]) -> dict[str, Any]:
        fields: dict[str, Any] = {
            field: [cells.get(one.code) or "" for one in group] for field, group in _GROUPS.items()
        }
        fields["comment"] = cells["comment"] or ""
        if self.period == Period.END_YEAR:
            fields["recognised_for"] = cells["recognised_for"] or ""
        return fields
