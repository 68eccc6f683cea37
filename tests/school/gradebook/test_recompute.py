"""Everything computed again from the marks gives what the saves gave, whatever was in between."""

import pytest

from khuevan.school.gradebook.api import MarkRow, Result, recompute, save_conduct, save_marks
from tests.personas import acting_as, actor

from .fixtures import YEAR, book, edit, pupils, queries, school_class, whole_row


@pytest.fixture
def lan(db):
    with acting_as("co-lan"):
        yield actor("co-lan")


def fill(lan):
    toan = book()
    for term in (1, 2):
        edits = [e for n, pupil in enumerate(pupils(toan)) for e in whole_row(pupil, (50 + 5 * n,) * 4, 70, 65)]
        save_marks(lan, toan, term, edits)
    mai = actor("co-mai")
    for term in (1, 2):
        cells = [edit(p, key, value) for p in pupils(toan) for key, value in (("level", "T"), ("absences", "2"))]
        save_conduct(mai, school_class(), term, cells)
    return toan


def stored(toan):
    rows = MarkRow.objects.filter(class_subject=toan).order_by("student_id", "term")
    results = Result.objects.filter(school_class_id=toan.school_class_id).order_by("student_id", "term")
    fields = ("student_id", "term", "academic", "conduct", "award", "outcome", "rule_set")
    return list(rows.values_list("student_id", "term", "average")), list(results.values_list(*fields))


def test_nothing_changes_after_saves(lan):
    toan = fill(lan)
    before = stored(toan)
    recompute(toan.school_id, YEAR)
    assert recompute(toan.school_id, YEAR) == 0
    assert stored(toan) == before


def test_lost_averages_come_back(lan):
    toan = fill(lan)
    before = stored(toan)
    MarkRow.objects.filter(class_subject=toan).update(average=None)
    Result.objects.filter(school_class_id=toan.school_class_id).delete()
    assert recompute(toan.school_id, YEAR, [toan.school_class_id]) > 0
    assert stored(toan) == before


def test_constant_number_of_queries(lan):
    toan = fill(lan)
    with queries() as one:
        recompute(toan.school_id, YEAR, [toan.school_class_id])
    with queries() as all_classes:
        recompute(toan.school_id, YEAR)
    assert len(all_classes) <= len(one)


def test_primary(db):
    with acting_as("thay-phuc"):
        toan = book("TOAN", "2A")
        recompute(toan.school_id, YEAR)
        results = Result.objects.filter(school_class_id=toan.school_class_id)
        assert {(row.term, row.rule_set, row.academic) for row in results} == {(3, "TT27-2020", "")}
