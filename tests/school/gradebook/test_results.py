"""Results in words: each regulation's own titles and outcomes."""

import pytest

from khuevan.school.gradebook.api import show_results

TT22, TT27 = "TT22-2021", "TT27-2020"


@pytest.mark.parametrize(
    ("rules", "award", "words"),
    [
        (TT22, "good", "Học sinh Giỏi"),
        (TT22, "excellent", "Học sinh Xuất sắc"),
        (TT27, "excellent", "Học sinh Xuất sắc"),
        (TT27, "typical", "Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện"),
        (TT22, "", ""),
    ],
)
def test_titles(rules, award, words):
    assert show_results({"rule_set": rules, "award": award}, 3)["award"] == words


@pytest.mark.parametrize(
    ("rules", "outcome", "words"),
    [
        (TT22, "promoted", "Được lên lớp"),
        (TT22, "retest", "Kiểm tra, đánh giá lại trong kì nghỉ hè"),
        (TT22, "summer_training", "Rèn luyện trong kì nghỉ hè"),
        (TT22, "held_back", "Không được lên lớp"),
        (TT27, "promoted", "Được lên lớp"),
        (TT27, "support", "Hướng dẫn, giúp đỡ và đánh giá bổ sung"),
        (TT27, "held_back", "Chưa được lên lớp"),
    ],
)
def test_outcomes(rules, outcome, words):
    assert show_results({"rule_set": rules, "outcome": outcome}, 3)["outcome"] == words


def test_outcomes_of_a_class_list_need_no_rule_set():
    assert show_results({"outcome": "retest"}, 3)["outcome"] == "Kiểm tra, đánh giá lại trong kì nghỉ hè"
