"""Compute everything again from the marks: after an import, or when a rule set has changed."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import connection

from khuevan.kernel.clock import now
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, Subject

from ..models import MarkRow, Result
from ..queries.cases import fixed_results, open_cases
from ..queries.evaluating import primary_rows, result_rows, term_averages
from ..queries.loading import Loaded, load
from ..queries.sheets import YEAR, MarkSheet
from ..rules import engine
from ..rules.rule_sets import RuleSet, by_code, rule_set
from ..rules.tt22_2021 import YearResults
from .holding import hold_year
from .saving import RESULT_KEY
from .upsert import upsert

_ROW_KEY = ("school_id", "class_subject_id", "student_id", "term")
_AVERAGES = """
UPDATE gradebook_markrow AS m SET average = x.average, updated_at = %s
FROM unnest(%s::bigint[], %s::int[]) AS x(id, average) WHERE m.id = x.id AND m.school_id = %s"""


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
        return _write_results(school_id, primary_rows(school_id, class_ids, None, rules).values())
    changed = _term_averages(school_id, class_ids, rules)
    loaded = load(school_id, class_ids)
    computed = engine.year_results(rules, loaded.table)
    changed += _year_averages(school_id, loaded, computed)
    return changed + _write_results(school_id, result_rows(loaded, computed, rules).values())


def _term_averages(school_id: int, class_ids: list[int], rules: RuleSet) -> int:
    """Averages of terms 1 and 2 from their marks; books with as many marks are computed together."""
    books = ClassSubject.objects.filter(school_id=school_id, school_class_id__in=class_ids)
    kinds = {
        pk: (form == Subject.Form.SCORE, count)
        for pk, form, count in books.values_list("id", "subject__form", "regular_count")
    }
    rows = MarkRow.objects.filter(school_id=school_id, class_subject_id__in=list(kinds), term__lt=YEAR)
    fixed = fixed_results(open_cases(school_id, class_ids))
    changed = 0
    for (by_score, count), group in groupby(
        sorted(rows, key=lambda row: kinds[row.class_subject_id]), lambda row: kinds[row.class_subject_id]
    ):
        sheet, held = MarkSheet(count, by_score, 1), {row.pk: row for row in group}
        fields = {pk: sheet.fields(sheet.cells(row)) for pk, row in held.items()}
        averages = term_averages(rules, sheet, fields)
        for pk, row in held.items():
            if (row.class_subject_id, row.student_id, row.term) in fixed:
                averages[pk] = fixed[row.class_subject_id, row.student_id, row.term]
        wrong = {pk: average for pk, average in averages.items() if held[pk].average != average}
        changed += _set_averages(school_id, wrong)
    return changed


def _set_averages(school_id: int, averages: dict[int, int | None]) -> int:
    """New averages (tenths, by the row's id) in one statement, however many; returns how many rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(_AVERAGES, [now(), list(averages), list(averages.values()), school_id])
        return int(cursor.rowcount)


def _year_averages(school_id: int, loaded: Loaded, computed: YearResults) -> int:
    books: dict[tuple[int, int], int] = {(loaded.class_of[pk], column): pk for pk, column in loaded.column.items()}
    common: dict[str, Any] = {"school_id": school_id, "term": YEAR, "regular": [], "updated_at": now()}
    rows = []
    for number, (class_id, student) in enumerate(loaded.places):
        for column, average in enumerate(computed.year[number].tolist()):
            if book := books.get((class_id, column)):
                value = average if average >= 0 else None
                rows.append({**common, "class_subject_id": book, "student_id": student, "average": value})
    return upsert(MarkRow, rows, _ROW_KEY, "updated_at")


def _write_results(school_id: int, rows: Iterable[dict[str, Any]]) -> int:
    common = {"school_id": school_id, "computed_at": now()}
    return upsert(Result, [{**common, **row} for row in rows], RESULT_KEY, "computed_at")
