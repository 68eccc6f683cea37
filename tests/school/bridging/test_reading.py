"""What may stand in a cell of a paper transcript, and what a year needs."""

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.bridging.rules.reading import read_cell, read_results, results_of

TERMS = ("Khá", "Khá", "Khá")
MATHS = ("Toán", "8.5", "9", "8,8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("8.5", "8,5"), ("10", "10"), ("0,3", "0,3"), (" đ ", "Đ"), ("giỏi", "Giỏi"), ("TRUNG BÌNH", "Trung bình")],
)
def test_marks_and_words_are_kept_in_one_form(typed, kept):
    assert read_cell(typed, "Toán") == kept


@pytest.mark.parametrize("typed", ["10,5", "85", "8,55", "-1", "11", "tạm", "8;5", "٣", "８"])
def test_what_no_transcript_says_is_refused_with_its_name(typed):
    with pytest.raises(Invalid, match="Toán"):
        read_cell(typed, "Toán")


def test_a_year_comes_back_as_it_was_kept():
    year = read_results([MATHS, ("", "", "", "")], TERMS, TERMS, "Được lên lớp 7", "")
    assert year.subjects == (("Toán", "8,5", "9", "8,8"),)
    assert results_of(year.as_json()) == year


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [([], "Lên lớp"), ([MATHS], " "), ([MATHS, MATHS], "Lên lớp"), ([("", "8", "8", "8")], "Lên lớp")],
)
def test_a_year_without_subjects_or_end_or_with_one_twice_is_refused(rows, outcome):
    with pytest.raises(Invalid):
        read_results(rows, TERMS, TERMS, outcome, "")
