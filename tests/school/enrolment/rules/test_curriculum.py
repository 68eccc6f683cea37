import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.enrolment.rules import curriculum
from khuevan.school.enrolment.rules.curriculum_2018 import LEGAL_BASIS
from khuevan.school.enrolment.rules.subjects import COMPULSORY, ELECTIVE, PASS, SCORE
from khuevan.school.gradebook.rules.tt22_2021 import regular_count
from khuevan.school.gradebook.rules.tt27_2020 import Period, has_test

GRADES = range(1, 13)


def test_lessons_add_up_to_the_totals_of_the_programme():
    totals = [curriculum.total_lessons(grade) for grade in GRADES]
    assert totals == [875, 875, 980, 1050, 1050, 1015, 1015, 1032, 1032, 997, 997, 997]


@pytest.mark.parametrize("grade", GRADES)
def test_parts_share_the_lessons_of_their_subject(grade):
    whole = {one.code: one for one in curriculum.subjects(grade, parts=False)}
    parts = [one for one in curriculum.subjects(grade) if one.part_of]
    for code in {one.part_of for one in parts}:
        assert sum(one.lessons[grade] for one in parts if one.part_of == code) == whole[code].lessons[grade]
    both = sum(one.lessons[grade] for one in whole.values())
    assert sum(one.lessons[grade] for one in curriculum.subjects(grade)) == both


@pytest.mark.parametrize("grade", GRADES)
def test_no_code_stands_twice_in_a_grade(grade):
    codes = [one.code for one in curriculum.subjects(grade)]
    assert len(codes) == len(set(codes))


def test_lower_secondary_has_eight_scored_and_four_other_subjects():
    forms = [one.form for one in curriculum.subjects(7, COMPULSORY)]
    assert (forms.count(SCORE), forms.count(PASS)) == (8, 4)


def test_upper_secondary_has_five_scored_subjects_and_nine_electives():
    assert [one.code for one in curriculum.subjects(10, COMPULSORY) if one.form == SCORE] == [
        *["NV", "TOAN", "NN1", "LS", "QPAN"]
    ]
    assert len(curriculum.subjects(10, ELECTIVE)) == 9


@pytest.mark.parametrize("grade", range(1, 6))
def test_the_form_of_primary_subjects_says_whether_they_have_tests(grade):
    for one in curriculum.subjects(grade, COMPULSORY):
        assert (one.form == SCORE) == has_test(one.code, grade, Period.END_YEAR)


@pytest.mark.parametrize("grade", range(6, 13))
def test_regular_marks_follow_the_lessons(grade):
    for one in curriculum.subjects(grade):
        expected = 2 if one.form == PASS else regular_count(one.lessons[grade])
        assert curriculum.default_regular_count(one.code, grade) == expected


@pytest.mark.parametrize(
    ("code", "grade", "count"),
    [
        *[("NV", 6, 4), ("TOAN", 7, 4), ("NN1", 8, 4), ("KHTN", 9, 4), ("LSDL", 6, 4), ("GDCD", 9, 2), ("TIN", 8, 2)],
        *[("CN", 7, 2), ("CN", 8, 3), ("LS", 10, 3), ("VL", 11, 3), ("QPAN", 12, 2), ("GDTC", 12, 2), ("TV", 1, 0)],
    ],
)
def test_usual_numbers_of_regular_marks(code, grade, count):
    assert curriculum.default_regular_count(code, grade) == count


def test_special_topics_add_lessons_and_a_mark_in_upper_secondary_only():
    assert curriculum.lessons("VL", 10, special_topics=True) == 105
    assert curriculum.default_regular_count("VL", 10, special_topics=True) == 4
    assert curriculum.lessons("CN", 8, special_topics=True) == 52


def test_the_catalogue_has_every_code_once_under_one_name():
    names = {one.code: one.name for one in curriculum.catalogue()}
    assert len(curriculum.catalogue()) == len(names)
    for grade in GRADES:
        for one in (*curriculum.subjects(grade), *curriculum.subjects(grade, parts=False)):
            assert names[one.code] == one.name
            assert len(one.code) <= 12
            assert len(one.short_name) <= 20


def test_a_grade_without_a_subject_says_so():
    assert curriculum.subject("KHTN", 9).name == "Khoa học tự nhiên"
    with pytest.raises(LookupError, match="grade 10 has no subject 'KHTN'"):
        curriculum.subject("KHTN", 10)


@pytest.mark.parametrize(
    ("grade", "year", "holds"), [(9, 2024, True), (9, 2023, False), (1, 2020, True), (13, 2025, False)]
)
def test_the_curriculum_came_grade_by_grade(grade, year, holds):
    assert curriculum.holds(grade, year) is holds


def test_four_electives_of_nine():
    assert curriculum.check_electives(["VL", "HH", "SH", "TIN"]) == {"VL", "HH", "SH", "TIN"}


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        (["VL", "HH", "SH"], "Đã chọn 3 môn"),
        (["VL", "HH", "SH", "TIN", "DL"], "Đã chọn 5 môn"),
        (["VL", "VL", "HH", "SH"], "Đã chọn 3 môn"),
        (["VL", "HH", "SH", "LS"], "LS không phải là môn học lựa chọn"),
        ([], "Đã chọn 0 môn"),
    ],
)
def test_other_choices_are_refused(chosen, reason):
    with pytest.raises(Invalid, match=reason) as refusal:
        curriculum.check_electives(chosen)
    assert "4 môn" in refusal.value.hint


def test_the_legal_basis_can_be_printed():
    assert [str(act) for act in LEGAL_BASIS][:2] == [
        "Thông tư 32/2018/TT-BGDĐT ngày 26/12/2018",
        "Thông tư 13/2022/TT-BGDĐT ngày 03/08/2022",
    ]
