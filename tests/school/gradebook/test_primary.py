"""Cô Thu assesses 2A by TT 27/2020: levels, test marks, comments, qualities and competences."""

import pytest

from khuevan.kernel.errors import NotAllowed
from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import (
    PrimaryMark,
    PrimaryTraits,
    Result,
    class_sheet,
    save_primary,
    save_traits,
    sheet_of,
)
from tests.personas import acting_as, actor

from .fixtures import book, edit, pupils, queries, school_class


@pytest.fixture
def thu(db):
    with acting_as("co-thu"):
        yield actor("co-thu")


def test_level_test_and_comment(thu):
    toan = book("TOAN", "2A")
    bi = pupils(toan)[0]
    edits = [edit(bi, "level", "T"), edit(bi, "test", 9), edit(bi, "comment", " Em ti\u0301nh nhanh. ")]
    assert not save_primary(thu, toan, 4, edits)["refused"]
    row = PrimaryMark.objects.get(class_subject=toan, student_id=bi.id)
    assert (row.level, row.test, row.comment) == ("T", 90, "Em tính nhanh.")


@pytest.mark.parametrize("value", [0, 11, 85, "9"])
def test_wrong_test_marks(thu, value):
    toan = book("TOAN", "2A")
    (refused,) = save_primary(thu, toan, 4, [edit(pupils(toan)[0], "test", value)])["refused"]
    assert "nguyên từ 1 đến 10" in refused["message"]


def test_no_test_where_the_circular_has_none(thu):
    toan = book("TOAN", "2A")
    (refused,) = save_primary(thu, toan, 1, [edit(pupils(toan)[0], "test", 9)])["refused"]
    assert refused["message"] == "Cột này không có trong sổ."


def test_traits_of_grade_two_have_no_technology(thu):
    one = school_class("2A")
    keys = [column.key for column in class_sheet(one, 1).columns]
    assert len(keys) == 14
    assert not {"CONG_NGHE", "TIN_HOC", "recognised_for"} & set(keys)


def test_traits_lie_in_their_places(thu):
    one = school_class("2A")
    bi = pupils(one)[0]
    save_traits(thu, one, 1, [edit(bi, "YEU_NUOC", "T"), edit(bi, "THE_CHAT", "D")])
    row = PrimaryTraits.objects.get(school_class=one, student_id=bi.id)
    assert (row.qualities[0], row.specific[-1], row.general) == ("T", "D", ["", "", ""])


def assess_year(thu, levels="T", test=9, trait="T", praise=""):
    """Fill the whole end of the year for the first pupil, as all the teachers of the class would."""
    one = school_class("2A")
    bi = pupils(one)[0]
    for taught in ClassSubject.objects.filter(school_class=one).select_related("school_class", "subject"):
        taught.teacher_id = thu.person_id
        columns = {column.key for column in sheet_of(taught, 4).columns}
        cells = {"level": levels, "test": test}
        save_primary(thu, taught, 4, [edit(bi, key, value) for key, value in cells.items() if key in columns])
    traits = [edit(bi, c.key, trait) for c in class_sheet(one, 4).columns if c.kind == "choice"]
    save_traits(thu, one, 4, [*traits, *([edit(bi, "recognised_for", praise)] if praise else [])])
    return Result.objects.get(school_class=one, student_id=bi.id, term=3)


@pytest.mark.parametrize(
    ("given", "level", "award", "outcome"),
    [
        ({}, "HTXS", "excellent", "promoted"),
        ({"test": 8}, "HTT", "", "promoted"),
        ({"test": 8, "praise": "Toán"}, "HTT", "typical", "promoted"),
        ({"levels": "H"}, "HT", "", "promoted"),
        ({"trait": "C"}, "CHT", "", "support"),
        ({"test": 4}, "CHT", "", "support"),
    ],
)
def test_year(thu, given, level, award, outcome):
    result = assess_year(thu, **given)
    assert (result.rule_set, result.academic, result.award, result.outcome) == ("TT27-2020", level, award, outcome)


def test_only_the_homeroom_teacher_judges_traits(db):
    with acting_as("thay-phuc"), pytest.raises(NotAllowed, match="Chỉ giáo viên chủ nhiệm"):
        save_traits(actor("thay-phuc"), school_class("2A"), 1, [])


def test_constant_number_of_queries(thu):
    toan = book("TOAN", "2A")
    with queries() as one:
        save_primary(thu, toan, 4, [edit(pupils(toan)[0], "level", "T")])
    with queries() as many:
        save_primary(thu, toan, 4, [edit(pupil, "comment", "Tốt") for pupil in pupils(toan)])
    assert len(one) == len(many)
