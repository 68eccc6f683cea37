"""The language of formulas: what it computes exactly, and where it says a fault is."""

import re
from fractions import Fraction

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from khuevan.insight.statistics.api import MEASURES, SOURCES, Faulty, read_formula
from khuevan.insight.statistics.rules.formula import LONGEST, Reference

VIETNAMESE = re.compile(r"[À-ỹĐđ]")
COUNTED = {Reference("hoc_sinh"): 40, Reference("hoc_sinh_nu"): 19, Reference("lop"): 0, Reference("hoc_sinh", 9): 10}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hoc_sinh", 40),
        ("100 * hoc_sinh_nu / hoc_sinh", Fraction(95, 2)),
        ("100 × hoc_sinh_nu ÷ hoc_sinh", Fraction(95, 2)),
        ("100 · hoc_sinh_nu : hoc_sinh", Fraction(95, 2)),
        ("hoc_sinh - hoc_sinh_nu - 1", 20),
        ("hoc_sinh − (hoc_sinh_nu − 1)", 22),
        ("2 + 3 * hoc_sinh", 122),
        ("-hoc_sinh + 0,5", Fraction(-79, 2)),
        ("hoc_sinh[khoi=9] / hoc_sinh", Fraction(1, 4)),
        ("hoc_sinh / lop", None),
        ("hoc_sinh * 1000000000000", 40 * 10**12),
        ("hoc_sinh * 1000000000000000", None),
        ("hoc_sinh * " + "9" * 380, None),
        ("1 / 3 * hoc_sinh", Fraction(40, 3)),
    ],
)
def test_it_computes_exactly(text, value):
    assert read_formula(text).value(COUNTED) == value


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "công thức hết ở đây"),
        ("hoc_sinh +", 11, "công thức hết ở đây"),
        ("hoc_sinh hoc_sinh", 10, "gặp “hoc_sinh”"),
        ("100 * hoc_sin / lop", 7, "không có số đếm “hoc_sin”"),
        ("(hoc_sinh + lop", 16, "cần dấu “)”"),
        ("hoc_sinh)", 9, "gặp “)”"),
        ("hoc_sinh ^ 2", 10, "gặp “^”"),
        ("hoc_sinh[mon=TOAN]", 10, "không lọc được bằng “mon”"),
        ("hoc_sinh[khoi=77]", 15, "khoi không có giá trị này"),
        ("diem_so[ky=4]", 12, "ky không có giá trị này"),
        ("diem_so[mon=toan]", 13, "cần mã môn học"),
        ("diem_so[mon=TOAN, mon=LI]", 19, "không lọc được bằng “mon”"),
        ("diem_so[mon TOAN]", 13, "cần dấu “=”"),
        ("diem_so[mon=TOAN", 17, "cần dấu “]”"),
        ("1 + 2", 1, "chưa có số đếm nào"),
        ("__import__('os')", 1, "không có số đếm “__import__”"),
        ("(" * 60 + "lop" + ")" * 60, 31, "lồng quá sâu"),
        ("lop" + " " * LONGEST, LONGEST + 1, "công thức quá dài"),
    ],
)
def test_a_fault_is_told_with_its_place(text, column, said):
    with pytest.raises(Faulty) as refused:
        read_formula(text)
    assert refused.value.column == column
    assert f"cột {column}" in refused.value.message
    assert said in refused.value.message
    assert refused.value.hint


def test_a_near_word_is_proposed():
    with pytest.raises(Faulty, match="hoc_sinh"):
        read_formula("hocsinh / lop")


@given(st.text(alphabet="hoc_sinhlp0123456789+-*/()[]=, ×÷:mon\n\x00", max_size=60))
def test_no_text_breaks_the_reader(text):
    column = 1
    try:
        read_formula(text).value(COUNTED)
    except Faulty as refused:
        column = refused.column
    assert 1 <= column <= len(text) + 1


FAULTS = [
    "", "x", "(lop", "lop[khoi=9", "lop lop", "lop[mon=A]", "lop[khoi=77]", "truong[khoi=9]", "diem_so[ky=4]", "1",
    "diem_so[mon 2]", "diem_so[mon=a]", "lop" + " " * 400, "-" * 40, "hoc_sin",
]  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_told_in_english_too(text):
    with pytest.raises(Faulty) as fault:
        read_formula(text)
    with override("en"):
        told = fault.value.told(gettext)
    assert not VIETNAMESE.search(f"{told.message} {told.hint}")
    assert f"column {told.column}:" in told.message
    assert f"cột {told.column}:" in fault.value.message


def test_words_of_formulas_are_english_too():
    with override("en"):
        said = [gettext(one.title) for one in MEASURES.values()] + [gettext(words) for words in SOURCES.values()]
    assert [words for words in said if VIETNAMESE.search(words)] == []
