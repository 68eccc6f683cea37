"""Compute everything again from the marks: after an import, or when a rule set has changed."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from khuevan.kernel.clock import now
from khuevan.school.enrolment.api import SchoolClass

from ..queries.cases import fixed_results, open_cases
from ..queries.evaluating import Columns, primary_columns, result_columns
from ..queries.loading import Loaded, load_with
from ..queries.sheets import YEAR
from ..queries.year_marks import YearMarks, year_marks
from ..rules import engine
from ..rules.rule_sets import RuleSet, by_code, rule_set
from ..rules.values import Marks
from .holding import hold_year

_AVERAGES = """
UPDATE gradebook_markrow AS m SET average = nullif(x.average, -1), updated_at = %s
FROM unnest(%s::bigint[], %s::smallint[]) AS x(id, average) WHERE m.id = x.id AND m.school_id = %s"""
_NEW_YEARS = """
INSERT INTO gradebook_markrow (school_id, class_subject_id, student_id, term, regular, average, updated_at)
SELECT %s, x.book, x.student, 3, '{}', x.average, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS x(book, student, average)"""
_RESULTS = """
WITH given AS (
  SELECT * FROM unnest(%(school_class_id)s::bigint[], %(student_id)s::bigint[], %(term)s::smallint[],
    %(academic_raw)s::text[], %(academic)s::text[], %(adjusted_by)s::text[], %(conduct)s::text[], %(award)s::text[],
    %(outcome)s::text[], %(rule_set)s::text[])
  AS x(class_id, student_id, term, academic_raw, academic, adjusted_by, conduct, award, outcome, rule_set)
), changed AS (
  UPDATE gradebook_result r SET
    (academic_raw, academic, adjusted_by, conduct, award, outcome, rule_set, computed_at) =
    ROW(x.academic_raw, x.academic, x.adjusted_by, x.conduct, x.award, x.outcome, x.rule_set, %(now)s) FROM given x
  WHERE r.school_id = %(school)s AND r.school_class_id = x.class_id AND r.student_id = x.student_id AND r.term = x.term
    AND (r.academic_raw, r.academic, r.adjusted_by, r.conduct, r.award, r.outcome, r.rule_set)
    IS DISTINCT FROM (x.academic_raw, x.academic, x.adjusted_by, x.conduct, x.award, x.outcome, x.rule_set)
  RETURNING 1
), added AS (
  INSERT INTO gradebook_result (school_id, school_class_id, student_id, term, academic_raw, academic, adjusted_by,
    conduct, award, outcome, rule_set, computed_at)
  SELECT %(school)s, x.class_id, x.student_id, x.term, x.academic_raw, x.academic, x.adjusted_by,
    x.conduct, x.award, x.outcome, x.rule_set, %(now)s FROM given x
  WHERE NOT EXISTS (SELECT FROM gradebook_result r WHERE r.school_id = %(school)s AND r.school_class_id = x.class_id
    AND r.student_id = x.student_id AND r.term = x.term)
  RETURNING 1
) SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM added)"""


def recompute(school_id: int, year: int, class_ids: Iterable[int] | None = None) -> int:
    """Averages, levels, conduct of the year, awards and promotion of a school's year, or of some classes of it.

    Returns how many rows changed. Runs in the caller's transaction and scope; nobody saves meanwhile.
    """
    hold_year(school_id, year)
    classes = SchoolClass.objects.filter(school_id=school_id, year=year, grade__range=(1, 12))
    if class_ids is not None:
        classes = classes.filter(pk__in=list(class_ids))
    by_rules: dict[str, list[int]] = {}
    for pk, grade in classes.values_list("id", "grade"):
        by_rules.setdefault(rule_set(grade, year).code, []).append(pk)
    return sum(_one_set(school_id, pks, by_code(code)) for code, pks in by_rules.items())


def _one_set(school_id: int, class_ids: list[int], rules: RuleSet) -> int:
    if rules.is_primary:
        return _write_results(school_id, primary_columns(school_id, class_ids, None, rules))
    held, cases = year_marks(school_id, class_ids), open_cases(school_id, class_ids)
    averages = held.averages(rules, fixed_results(cases))
    loaded = load_with(school_id, class_ids, held, averages, cases)
    computed = engine.year_results(rules, loaded.table)
    return (
        _write_averages(school_id, held, loaded, averages, computed.year)
        + _write_results(school_id, result_columns(loaded, computed, rules))
    )  # fmt: skip


def _write_averages(school_id: int, held: YearMarks, loaded: Loaded, averages: Marks, years: Marks) -> int:
    """Averages of the terms (one a row of ``held``) and of the year (pupils × subjects), where they have changed."""
    rows, columns = loaded.find(held.book, held.student)
    yearly, here = held.term == YEAR, rows >= 0
    known = np.maximum(years, -1)
    averages = np.where(yearly & here, known[rows, columns], np.where(yearly, held.average, averages))
    wrong = np.flatnonzero(averages != held.average)
    changed = _execute(_AVERAGES, [now(), held.id[wrong], averages[wrong], school_id])
    known[rows[yearly & here], columns[yearly & here]] = -1
    return changed + _add_years(school_id, loaded, known)


def _add_years(school_id: int, loaded: Loaded, years: Marks) -> int:
    """Rows of the year for averages (pupils × subjects) that have none yet."""
    books = {(loaded.class_of[pk], column): pk for pk, column in loaded.column.items()}
    found = [(*loaded.places[row], column, years[row, column]) for row, column in np.argwhere(years >= 0).tolist()]
    given = [(books[class_id, column], student, average) for class_id, student, column, average in found]
    columns = np.array(given, np.int64).reshape(-1, 3).T
    return _execute(_NEW_YEARS, [school_id, now(), *columns]) if given else 0


def _write_results(school_id: int, columns: Columns) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RESULTS, {**columns, "school": school_id, "now": now()})
        return int(cursor.fetchone()[0])


def _execute(sql: str, given: list[Any]) -> int:
    """How many rows a statement wrote; arrays are sent as PostgreSQL writes them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_array(one) if isinstance(one, np.ndarray) else one for one in given])
        return int(cursor.rowcount)


def _array(numbers: NDArray[Any]) -> str:
    return "{" + ",".join(map(str, numbers.tolist())) + "}"
