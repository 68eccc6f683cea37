"""Cô Mai judges conduct in 7A; the year, promotion and awards follow (TT 22/2021 Art. 8, 12 to 15)."""

import pytest

from khuevan.kernel.clock import now
from khuevan.kernel.errors import NotAllowed
from khuevan.school.enrolment.api import ClassSubject, Subject
from khuevan.school.gradebook.api import (
    Conduct,
    MarkRow,
    Result,
    book_grid,
    open_book,
    save_conduct,
    save_marks,
    sheet_of,
)
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils, school_class


@pytest.fixture
def mai(db):
    with acting_as("co-mai"):
        yield actor("co-mai")


def judge(mai, level, away, term):
    one = school_class()
    first = pupils(one)[0]
    return save_conduct(mai, one, term, [edit(first, "level", level), edit(first, "absences", away)])


def conduct_of(term):
    one = school_class()
    return Conduct.objects.get(school_class=one, student_id=pupils(one)[0].id, term=term)


def result_of(term=3):
    one = school_class()
    return Result.objects.get(school_class=one, student_id=pupils(one)[0].id, term=term)


def fill_marks(mai, mark, **low):
    """Every mark of both terms of all subjects of the first pupil; ``low`` gives some subjects another mark."""
    first = pupils(school_class())[0]
    for taught in ClassSubject.objects.filter(school_class=school_class()).select_related("school_class", "subject"):
        taught.teacher_id = mai.person_id
        value = low.get(taught.subject_id, mark) if taught.subject.form == Subject.Form.SCORE else "D"
        for term in (1, 2):
            columns = [column.key for column in sheet_of(taught, term).columns if column.required]
            save_marks(mai, taught, term, [edit(first, key, value) for key in columns])


def test_the_year_follows_from_both_terms(mai):
    judge(mai, "T", "3", 1)
    assert (conduct_of(3).level, conduct_of(3).absences) == ("", None)
    judge(mai, "D", "4", 2)
    assert (conduct_of(3).level, conduct_of(3).absences) == ("K", 7)
    assert result_of().conduct == "K"


def test_a_term_taken_back(mai):
    judge(mai, "T", "3", 1)
    judge(mai, "T", "4", 2)
    first = pupils(school_class())[0]
    save_conduct(mai, school_class(), 2, [edit(first, "level", None, base="T")])
    assert (conduct_of(3).level, conduct_of(3).absences) == ("", 7)


@pytest.mark.parametrize("value", ["-1", "2,5", "401", "ba", 3.5])
def test_wrong_absences(mai, value):
    one = school_class()
    (refused,) = save_conduct(mai, one, 1, [edit(pupils(one)[0], "absences", value)])["refused"]
    assert "số nguyên từ 0 đến 400" in refused["message"]


@pytest.mark.parametrize(
    ("mark", "level", "away", "award", "outcome"),
    [
        (90, "T", "0", "excellent", "promoted"),
        (85, "T", "0", "good", "promoted"),
        (70, "T", "0", "", "promoted"),
        (70, "CD", "0", "", "summer_training"),
        (30, "D", "0", "", "retest"),
        (30, "CD", "0", "", "held_back"),
        (70, "T", "23", "", "held_back"),
    ],
)
def test_promotion(mai, mark, level, away, award, outcome):
    fill_marks(mai, mark)
    judge(mai, level, away, 1)
    reply = judge(mai, level, away, 2)
    assert (result_of().award, result_of().outcome) == (award, outcome)
    assert reply["rows"][0]["computed"]["study"]


def test_one_subject_adjusts_the_level(mai):
    fill_marks(mai, 85, TOAN=48)
    result = result_of(1)
    assert (result.academic_raw, result.academic, result.adjusted_by) == ("D", "K", "TOAN")


def test_retest(mai):
    fill_marks(mai, 60, TOAN=30, NV=30)
    judge(mai, "T", "0", 1)
    judge(mai, "T", "0", 2)
    one, first = school_class(), pupils(school_class())[0]
    assert result_of().outcome == "retest"
    toan, van = (ClassSubject.objects.select_related("school_class", "subject").get(
        school_class=one, subject_id=code) for code in ("TOAN", "NV"))  # fmt: skip
    toan.teacher_id = van.teacher_id = mai.person_id
    save_marks(mai, toan, 3, [edit(first, "retest", 55)])
    assert result_of().outcome == "retest"
    save_marks(mai, van, 3, [edit(first, "retest", 55)])
    assert (result_of().academic, result_of().outcome) == ("D", "promoted")
    assert MarkRow.objects.get(class_subject=toan, student_id=first.id, term=3).average == 30


def test_the_year_of_a_book_shows_a_term_without_a_row_of_the_year(mai):
    toan, first = book(), pupils(school_class())[0]
    MarkRow.objects.filter(class_subject=toan, student_id=first.id, term__gt=1).delete()
    row, _new = MarkRow.objects.update_or_create(
        school_id=toan.school_id,
        class_subject=toan,
        student_id=first.id,
        term=1,
        defaults={"average": 65, "updated_at": now()},
    )
    opened = open_book(mai, toan.uid, 3)
    shown = next(one for one in book_grid(mai, opened)["rows"] if one["id"] == str(first.uid))
    assert (shown["computed"]["term1"], shown["computed"]["term2"], shown["computed"]["average"]) == ("6,5", "", "")
    assert "retest" in shown["closed"]
    row.delete()
    shown = next(one for one in book_grid(mai, opened)["rows"] if one["id"] == str(first.uid))
    assert not any(shown["computed"].values())


def test_retest_only_for_those_who_need_one(mai):
    fill_marks(mai, 60)
    toan = ClassSubject.objects.select_related("school_class", "subject").get(
        school_class=school_class(), subject_id="TOAN"
    )
    toan.teacher_id = mai.person_id
    (refused,) = save_marks(mai, toan, 3, [edit(pupils(toan)[0], "retest", 55)])["refused"]
    assert "phải kiểm tra lại" in refused["message"]


def test_training_in_the_summer(mai):
    fill_marks(mai, 70)
    judge(mai, "CD", "0", 1)
    judge(mai, "CD", "0", 2)
    one, first = school_class(), pupils(school_class())[0]
    save_conduct(mai, one, 3, [edit(first, "retrained", "D")])
    assert (conduct_of(3).level, result_of().conduct, result_of().outcome) == ("CD", "D", "promoted")


def test_no_training_without_need(mai):
    judge(mai, "T", "0", 1)
    judge(mai, "T", "0", 2)
    one = school_class()
    (refused,) = save_conduct(mai, one, 3, [edit(pupils(one)[0], "retrained", "D")])["refused"]
    assert "Chưa đạt" in refused["message"]


@pytest.mark.parametrize("name", ["co-lan", "thay-minh"])
def test_only_the_homeroom_teacher_judges(db, name):
    with acting_as(name), pytest.raises(NotAllowed):
        save_conduct(actor(name), school_class(), 1, [])
