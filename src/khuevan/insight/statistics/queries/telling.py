"""Values of formulas, for a province or broken down; one query however many formulas and groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import connection

from ..rules.formula import Formula, Reference
from ..rules.measures import MEASURES

WHOLE = "province"
_LEVEL = """CASE WHEN f.grade BETWEEN 1 AND 5 THEN '02' WHEN f.grade BETWEEN 6 AND 9 THEN '03'
  WHEN f.grade BETWEEN 10 AND 12 THEN '04' WHEN f.grade > 12 THEN '01' ELSE '' END"""
_KEYS = {
    WHOLE: "''",
    "school": "f.school_id::text",
    "commune": "s.area_id::text",
    "level": _LEVEL,
    "grade": "f.grade::text",
    "subject": "f.subject",
    "term": "f.part::text",
    "year": "f.year::text",
}
GROUPINGS = tuple(_KEYS)
_SEATS = """LEFT JOIN units_seat s ON s.unit_id = f.school_id AND s.valid_from <= %(day)s
  AND (s.valid_to IS NULL OR s.valid_to >= %(day)s)"""
_TOLD = """
SELECT {key} AS key, max(f.computed_at), {sums}
FROM statistics_figure f {joined}
WHERE f.measure = ANY(%(measures)s) AND f.year = ANY(%(years)s) {narrowed}
GROUP BY 1 ORDER BY 1"""


@dataclass(frozen=True)
class View:
    """Of which figures: a year, term (3 the year), and where given one school, grade, subject or some schools.

    ``years`` are those that are compared when broken down by year. ``day``: of whose boundaries communes are.
    """

    year: int
    term: int
    day: date
    grade: int | None = None
    subject: str | None = None
    school_id: int | None = None
    schools: tuple[int, ...] | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Told:
    """Exact values by formula for one group, what was counted for them, and when that last changed.

    A value is ``None`` where nothing was counted, or the formula divides by nought.
    """

    key: str
    values: Mapping[str, Fraction | None]
    counted: Mapping[Reference, int]
    computed_at: datetime


def tell(formulas: Mapping[str, Formula], view: View, by: str = WHOLE) -> list[Told]:
    """One `Told` a group, by key: school ids, area ids, levels ("02"), grades, subjects, terms, years."""
    references = list(dict.fromkeys(one for formula in formulas.values() for one in formula.references))
    if not references:
        return []
    given: dict[str, Any] = {"day": view.day, "years": list(view.years if by == "year" else (view.year,))}
    given["measures"] = sorted({one.measure for one in references})
    sums = ", ".join(_sum(one, view, by, given, n) for n, one in enumerate(references))
    narrowed = _narrowed(references, view, by, given)
    joined = _SEATS if by == "commune" else ""
    sql = _TOLD.format(key=_KEYS[by], sums=sums, joined=joined, narrowed=narrowed)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [_told(row, references, formulas) for row in cursor.fetchall()]


def needs_subject(formula: Formula) -> bool:
    """Averages of different subjects are not thrown together: such a formula is told of one subject, or by subject."""
    return any(one.measure in ("diem_tong", "diem_so") and one.subject is None for one in formula.references)


def _told(row: Any, references: list[Reference], formulas: Mapping[str, Formula]) -> Told:
    key, computed_at, *sums = row
    counted = {one: int(n or 0) for one, n in zip(references, sums, strict=True)}
    some = {one for one, n in zip(references, sums, strict=True) if n}
    values = {
        code: formula.value(counted) if some.intersection(formula.references) else None
        for code, formula in formulas.items()
    }
    return Told(key or "", values, counted, computed_at)


def _sum(one: Reference, view: View, by: str, given: dict[str, Any], n: int) -> str:
    able = MEASURES[one.measure].filters
    wanted: dict[str, object] = {"measure": one.measure}
    if "ky" in able and by != "term":
        wanted["part"] = one.term or view.term
    if "khoi" in able:
        wanted["grade"] = one.grade or view.grade
    if "mon" in able:
        wanted["subject"] = one.subject or view.subject
    conditions = []
    for name, value in wanted.items():
        if value is not None:
            given[f"{name}_{n}"] = value
            conditions.append(f"f.{name} = %({name}_{n})s")
    return f"sum(f.value) FILTER (WHERE {' AND '.join(conditions)})"


def _narrowed(references: Iterable[Reference], view: View, by: str, given: dict[str, Any]) -> str:
    """What keeps the query away from rows that no sum wants."""
    conditions = []
    if by != "term":
        given["parts"] = sorted({0, view.term, *(one.term for one in references if one.term)})
        conditions.append("f.part = ANY(%(parts)s)")
    if by == "term":
        conditions.append("f.part > 0")
    if by in ("grade", "level"):
        conditions.append("f.grade > 0")
    if by == "subject":
        conditions.append("f.subject <> ''")
    if view.school_id is not None:
        given["school"] = view.school_id
        conditions.append("f.school_id = %(school)s")
    if view.schools is not None:
        given["schools"] = list(view.schools)
        conditions.append("f.school_id = ANY(%(schools)s)")
    return "".join(f" AND {one}" for one in conditions)
