"""Marks from anywhere, as JSON lines."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.kernel.errors import Invalid
from khuevan.school.gradebook.rules import tt27_2020 as tt27
from khuevan.school.gradebook.rules.preschool import Indicator
from khuevan.school.gradebook.rules.rows import Answer, Fault, compute_lines
from khuevan.school.gradebook.rules.rule_sets import PRESCHOOL, TT22_2021, TT27_2020, TT58_2011

TERM = {"regular": [8, 9, 7, 10], "midterm": 6.5, "final": 7.3}


def pupil(**changes):
    """A good pupil of grade 9 with eight scored subjects and one assessed by comments."""
    subjects = {f"S{n}": {"lessons": 140, "term1": {"average": 8.5}, "term2": {"average": 8.5}} for n in range(7)}
    subjects["TOAN"] = {"lessons": 140, "term1": TERM, "term2": TERM}
    passed = {"regular": ["D", "Đ"], "midterm": "D", "final": "D"}
    subjects["GDTC"] = {"form": "pass", "term1": passed, "term2": {"result": "D", "source": "THCS khác"}}
    return {"id": "p", "grade": 9, "subjects": subjects, "conduct": ["T", "T"], "absences": 0} | changes


def child(**changes):
    """A child of grade 4 at the end of the year."""
    subjects = {"TV": {"level": "T", "test": 9}, "TOAN": {"level": "T", "test": 10}, "DD": {"level": "T"}}
    traits = {one.code: "T" for one in tt27.traits(4)}
    return {"id": "c", "grade": 4, "subjects": subjects, "traits": traits} | changes


def one(rules, row):
    (found,) = compute_lines(rules, [row if isinstance(row, str) else json.dumps(row)])
    return found.result if isinstance(found, Answer) else found


def subject(**changes):
    return {"TOAN": {"lessons": 140, "term1": TERM, "term2": TERM} | changes}


def test_a_year_from_marks_to_completion():
    said = one(TT22_2021, pupil())
    assert said["subjects"]["TOAN"] == {"term1": 7.7, "term2": 7.7, "year": 7.7, "final": 7.7}
    assert said["subjects"]["GDTC"]["year"] == "D"
    assert said["study"]["year"] == {"raw": "T", "level": "T", "adjusted_by": None}
    assert (said["conduct"]["year"], said["award"], said["outcome"]) == ("T", "good", "promoted")
    assert said["completion"] == "Hoàn thành chương trình trung học cơ sở"


def test_a_missed_test_counts_as_zero_and_is_named():
    said = one(TT22_2021, pupil(subjects=subject(term2=TERM | {"final": "missed"})))
    assert said["subjects"]["TOAN"]["term2"] == 5.2
    assert said["missed"] == ["TOAN.term2.final"]


def test_a_test_that_is_not_there_yet_leaves_the_term_open():
    said = one(TT22_2021, pupil(subjects=subject(term2=TERM | {"final": None})))
    assert said["subjects"]["TOAN"]["term2"] is None
    assert said["outcome"] is None


def test_a_subject_of_one_term_and_a_result_of_the_old_school():
    said = one(TT22_2021, pupil(subjects=subject(term1={"average": 6.4, "source": "THCS A"}, term2="not_taken")))
    assert said["subjects"]["TOAN"] == {"term1": 6.4, "term2": "not_taken", "year": 6.4, "final": 6.4}


def test_a_cum_chuyen_de_is_one_more_regular_mark():
    term = {"regular": [8, 9, 7], "modules": [5, 10], "module": 10, "midterm": 6.5, "final": 7.3}
    assert one(TT22_2021, pupil(subjects=subject(term1=term)))["subjects"]["TOAN"]["term1"] == 7.7
    refused = one(TT22_2021, pupil(subjects=subject(term1=term | {"module": 9})))
    assert "module" in refused.message


def test_the_principal_decides_for_a_pupil_with_a_plan():
    assert one(TT22_2021, pupil(plan=True))["outcome"] is None
    assert one(TT22_2021, pupil(plan=True, decision="promoted"))["outcome"] == "promoted"


def test_a_retest_replaces_and_training_in_the_summer_too():
    weak = pupil(retrained="D", conduct=["T", "CD"])
    assert one(TT22_2021, weak)["outcome"] == "promoted"
    weak = pupil()
    for code in ("S0", "S1"):
        weak["subjects"][code] |= {"term1": {"average": 3.0}, "term2": {"average": 3.0}}
    assert one(TT22_2021, weak)["outcome"] == "retest"
    for code in ("S0", "S1"):
        weak["subjects"][code]["retest"] = 5
    assert one(TT22_2021, weak)["outcome"] == "promoted"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("nope", "JSON"),
        ("[1]", "dòng"),
        ('{"id": NaN}', "JSON"),
        (pupil(id=None), "id"),
        (pupil(grade=5), "grade"),
        (pupil(grade=True), "grade"),
        (pupil(subjects={}), "subjects"),
        (pupil(subjects=subject(term1=TERM | {"final": 8.25})), "TOAN.term1.final"),
        (pupil(subjects=subject(term1=TERM | {"final": 10.5})), "TOAN.term1.final"),
        (pupil(subjects=subject(term1=TERM | {"final": "8"})), "TOAN.term1.final"),
        (pupil(subjects=subject(term1=TERM | {"regular": [8] * 11})), "TOAN.term1.regular"),
        (pupil(subjects=subject(lessons=None)), "lessons"),
        (pupil(subjects=subject(form="mark")), "form"),
        (pupil(subjects=subject(term3=TERM)), "term3"),
        (pupil(conduct="T"), "conduct"),
        (pupil(conduct=["T", "X"]), "conduct.2"),
        (pupil(absences=-1), "absences"),
        (pupil(year=2022), "year"),
        (pupil(marks=[]), "marks"),
    ],
    ids=lambda value: value if isinstance(value, str) else "row",
)
def test_a_wrong_line_says_where_and_how_to_mend_it(row, named):
    fault = one(TT22_2021, row)
    assert isinstance(fault, Fault)
    assert named in fault.message
    assert fault.hint


def test_wrong_lines_leave_the_others_alone_in_their_order():
    lines = [json.dumps(pupil(id="a")), "", "{", json.dumps(pupil(id="b"))] * 3
    found = list(compute_lines(TT22_2021, lines, batch=2))
    assert [(one.line, isinstance(one, Fault)) for one in found] == [
        (n, n % 4 == 3) for n in range(1, 13) if n % 4 != 2
    ]


@settings(max_examples=12)
@given(st.lists(st.sampled_from([pupil(), pupil(absences=46), child(), {"id": 1}]), max_size=6), st.integers(1, 4))
def test_batches_make_no_difference(rows, batch):
    lines = [json.dumps(row) for row in rows]
    assert list(compute_lines(TT22_2021, lines, batch)) == list(compute_lines(TT22_2021, lines))


@settings(max_examples=25)
@given(st.text() | st.recursive(st.none() | st.text() | st.integers() | st.floats(), st.lists).map(json.dumps))
def test_no_line_breaks_the_tool(line):
    list(compute_lines(TT22_2021, [line]))
    row = pupil(subjects={"TOAN": line}, conduct=line, absences=line)
    assert isinstance(one(TT22_2021, row), Fault)


def test_a_primary_year():
    assert one(TT27_2020, child()) == {
        "id": "c", "rule_set": "TT27-2020", "level": "HTXS", "award": "excellent", "outcome": "promoted",
        "completion": "Hoàn thành chương trình lớp 4",
    }  # fmt: skip
    behind = child(traits=child()["traits"] | {"NHAN_AI": "C"})
    assert one(TT27_2020, behind)["outcome"] == "support"
    assert one(TT27_2020, behind | {"decision": "held_back"})["outcome"] == "held_back"
    assert one(TT27_2020, behind)["completion"] is None


@pytest.mark.parametrize("test", [0, 9.5, 11, "9"])
def test_a_test_of_a_primary_pupil_is_a_whole_mark(test):
    fault = one(TT27_2020, child(subjects={"TV": {"level": "T", "test": test}}))
    assert "subjects.TV.test" in fault.message


def test_a_test_that_nobody_writes_is_refused():
    assert "subjects.DD.test" in one(TT27_2020, child(subjects={"DD": {"level": "T", "test": 9}})).message


def test_a_child_in_preschool_is_observed_and_not_graded():
    indicators = (Indicator("1", "Chạy", "TC", 5), Indicator("2", "Bò", "TC", 3), Indicator("3", "Kể chuyện", "NN", 5))
    rules = replace(PRESCHOOL, params=replace(PRESCHOOL.params, indicators=indicators))
    said = one(rules, {"id": "x", "age": 5, "observed": {"1": "D", "3": None}})
    assert said["domains"]["TC"] == {"expected": 1, "observed": 1, "reached": 1}
    assert said["domains"]["NN"] == {"expected": 1, "observed": 0, "reached": 0}
    assert said["not_observed"] == ["3"]
    assert "observed.2" in one(rules, {"id": "x", "age": 5, "observed": {"2": "D"}}).message


@pytest.mark.parametrize(
    ("rules", "said"), [(PRESCHOOL, "indicators"), (TT58_2011, "58/2011")], ids=["preschool", "older"]
)
def test_a_set_that_cannot_compute_says_so_before_reading(rules, said):
    with pytest.raises(Invalid, match=said):
        list(compute_lines(rules, iter(["{}"])))
