"""What the tables say of a school on a day, in groups; every statement is over one school."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from ..rules.counting import figures_of
from ..rules.lines import Group
from ..rules.periods import Period

_THERE = """
SELECT DISTINCT ON (s.student_id) s.* FROM pub_enrolment_stay s
WHERE s.school_id = %(school)s AND s.year = %(year)s AND s.starts_on <= %(day)s
  AND (s.ends_on IS NULL OR s.ends_on >= %(day)s) ORDER BY s.student_id, s.starts_on DESC"""
_PUPILS = f"""
WITH there AS ({_THERE})
SELECT s.grade, %(year)s - s.birth_year, s.sex = 2, s.ethnicity NOT IN ('', '01'), EXISTS (
    SELECT FROM pub_enrolment_stay p WHERE p.school_id = s.school_id AND p.student_id = s.student_id
      AND p.year = s.year - 1 AND p.grade = s.grade),
  count(*), count(*) FILTER (WHERE s.sex = 0), count(*) FILTER (WHERE s.ethnicity = '')
FROM there s GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - our own names
_STAFF = """
WITH there AS (SELECT DISTINCT ON (a.person_id) a.* FROM pub_enrolment_post a
  WHERE a.school_id = %(school)s AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to >= %(day)s)
  ORDER BY a.person_id, a.valid_from DESC)
SELECT CASE WHEN lower(a.title) LIKE 'hiệu trưởng%%' THEN 'ht' WHEN lower(a.title) LIKE 'phó hiệu trưởng%%' THEN 'ph'
    WHEN lower(a.title) LIKE 'giáo viên%%' THEN 'gv' ELSE 'nv' END,
  %(year)s - a.birth_year, a.sex = 2, a.ethnicity NOT IN ('', '01'), count(*), count(*) FILTER (WHERE a.title = '')
FROM there a GROUP BY 1, 2, 3, 4"""
_RESULTS = f"""
WITH there AS ({_THERE})
SELECT s.grade, r.academic, r.conduct, r.outcome, s.sex = 2, s.ethnicity NOT IN ('', '01'), count(*)
FROM there s JOIN pub_gradebook_result r ON r.school_id = s.school_id AND r.year = s.year
  AND r.student_id = s.student_id AND r.term = %(term)s
GROUP BY 1, 2, 3, 4, 5, 6"""  # noqa: S608 - our own names
_CLASSES = "SELECT grade, count(*) FROM pub_enrolment_class WHERE school_id = %(school)s AND year = %(year)s GROUP BY 1"

GAPS = {
    "birth": "học sinh chưa có năm sinh",
    "sex": "học sinh chưa có giới tính",
    "ethnicity": "học sinh chưa có dân tộc",
    "post": "cán bộ, giáo viên, nhân viên chưa ghi chức vụ",
    "result": "học sinh chưa có kết quả học tập",
}
"""What may be missing."""


@dataclass(frozen=True)
class Census:
    """Figures of a school on a day, and what is missing: gap → how many."""

    figures: dict[str, int]
    gaps: dict[str, int]
    pupils: int


def census(school_id: int, year: int, day: date, period: Period) -> Census:
    """Three queries, four where the period has results. Without classes there are no figures."""
    given: dict[str, Any] = {"school": school_id, "year": year, "day": day, "term": period.term}
    classes = dict(_ask(_CLASSES, given))
    gaps = dict.fromkeys(GAPS, 0)
    groups, pupils = [], 0
    for grade, age, female, minority, repeats, n, sexless, unknown in _ask(_PUPILS, given):
        groups.append(Group("pupil", n, female, minority, grade, age, repeats))
        pupils += n
        gaps["birth"] += n if age is None else 0
        gaps["sex"] += sexless
        gaps["ethnicity"] += unknown
    for post, age, female, minority, n, untitled in _ask(_STAFF, given):
        groups.append(Group("staff", n, female, minority, age=age, post=post))
        gaps["post"] += untitled
    if period.term:
        gaps["result"] = _add_results(groups, given)
    found = figures_of(classes, groups, period) if classes else {}
    return Census(found, {name: n for name, n in gaps.items() if n}, pupils)


def _add_results(groups: list[Group], given: dict[str, Any]) -> int:
    """Adds groups of results; how many pupils of whom one is due have none. Primary classes have none of a term."""
    due = sum(
        one.n for one in groups if one.kind == "pupil" and one.grade <= 12 and (given["term"] == 3 or one.grade > 5)
    )
    for grade, academic, conduct, outcome, female, minority, n in _ask(_RESULTS, given):
        about = {"grade": grade, "academic": academic, "conduct": conduct, "outcome": outcome}
        groups.append(Group("result", n, female, minority, **about))
        if academic and (given["term"] == 3 or grade > 5):
            due -= n
    return due


def _ask(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
