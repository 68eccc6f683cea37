"""Results of terms and years: as stored, and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..models import Result
from ..rules import tt22_2021 as tt22
from ..rules import tt27_2020 as tt27
from .sheets import YEAR


def _by_code(names: Mapping[Any, str]) -> dict[str, str]:
    """Members of two regulations are equal as numbers, so they must never be keys of one mapping; their codes may."""
    return {one.name.lower(): name for one, name in names.items() if name}


_SECONDARY = {**_by_code(tt27.AWARDS), **_by_code(tt22.AWARDS), **_by_code(tt27.OUTCOMES), **_by_code(tt22.OUTCOMES)}
_PRIMARY = {**_SECONDARY, **_by_code(tt27.AWARDS), **_by_code(tt27.OUTCOMES)}
"""Titles and promotion by their codes, as either regulation names them."""
_LEVELS = {one.name: name for one, name in tt22.LEVELS.items()}
_YEAR_LEVELS = {one.name: name for one, name in tt27.YEAR_LEVELS.items()}


@dataclass(frozen=True)
class TermResult:
    """What the rules say of a pupil in a term (3 = year); codes, "" while something is missing."""

    student_id: int
    school_class_id: int
    term: int
    rule_set: str
    academic_raw: str
    academic: str
    adjusted_by: str
    conduct: str
    award: str
    outcome: str


_FIELDS = tuple(TermResult.__dataclass_fields__)


def term_results(
    school_id: int, class_ids: Sequence[int], term: int | None = None, students: Sequence[int] | None = None
) -> list[TermResult]:
    """Results of classes in one term, or in all; of all pupils or some. One query."""
    rows = Result.objects.filter(school_id=school_id, school_class_id__in=class_ids)
    if term is not None:
        rows = rows.filter(term=term)
    if students is not None:
        rows = rows.filter(student_id__in=students)
    return [TermResult(*row) for row in rows.values_list(*_FIELDS)]


def academic_name(code: str) -> str:
    """``K`` → Khá, ``HTXS`` → Hoàn thành xuất sắc; nothing for "" and unknown codes."""
    return _(_LEVELS.get(code) or _YEAR_LEVELS.get(code, ""))


def show_results(row: Mapping[str, Any] | TermResult | None, term: int) -> dict[str, str]:
    """What the computed columns of a conduct sheet say; in the words of TT 27/2020 where ``rule_set`` says so."""
    said = asdict(row) if isinstance(row, TermResult) else dict(row or {})
    study = academic_name(said.get("academic", "")) + ("*" if said.get("adjusted_by") else "")
    if term != YEAR:
        return {"study": study}
    names = _PRIMARY if str(said.get("rule_set", "")).startswith("TT27") else _SECONDARY
    return {
        "study": study,
        "conduct": _(_LEVELS.get(said.get("conduct", ""), "")),
        "award": _(names.get(said.get("award", ""), "")),
        "outcome": _(names.get(said.get("outcome", ""), "")),
    }
