from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.errors import Invalid
from khuevan.kernel.marks import format_tenths, format_test_mark, half_up, parse_mark, parse_test_mark


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        *[("8,5", 85), ("8.5", 85), ("85", 85), ("8", 80), ("10", 100), ("10,0", 100), ("10.0", 100), ("0", 0)],
        *[("0,5", 5), ("05", 5), ("00", 0), (" 7 ", 70), ("11", 11), ("99", 99), ("1,0", 10)],
    ],
)
def test_what_a_teacher_types(typed, tenths):
    assert parse_mark(typed) == tenths


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Chưa nhập"),
        ("8,55", "quá một chữ số thập phân"),
        ("10,5", "ngoài thang điểm"),
        ("11,0", "ngoài thang điểm"),
        ("100", "ngoài thang điểm"),
        ("-1", "ngoài thang điểm"),
        ("+8", "ngoài thang điểm"),
        ("8,", "không phải là điểm"),
        (",5", "không phải là điểm"),
        ("8 5", "không phải là điểm"),
        ("8e0", "không phải là điểm"),
        ("٨", "không phải là điểm"),
        ("Đ", "không phải là điểm"),
        ("chín", "không phải là điểm"),
    ],
)
def test_what_is_refused_and_why(typed, reason):
    with pytest.raises(Invalid, match=reason) as refusal:
        parse_mark(typed)
    assert refusal.value.hint


@given(st.integers(0, 100))
def test_every_mark_reads_back_as_it_is_shown(tenths):
    shown = format_tenths(tenths)
    assert parse_mark(shown) == parse_mark(shown.replace(",", ".")) == tenths


@given(st.text(max_size=6))
def test_no_text_gives_a_mark_off_the_scale(typed):
    try:
        assert 0 <= parse_mark(typed) <= 100
    except Invalid as refusal:
        assert refusal.message  # noqa: PT017


@pytest.mark.parametrize("missing", [None, -1, -2])
def test_a_missing_mark_shows_nothing(missing):
    assert format_tenths(missing) == format_test_mark(missing) == ""


@pytest.mark.parametrize("whole", range(1, 11))
def test_primary_tests_have_whole_marks(whole):
    assert parse_test_mark(str(whole)) == whole * 10
    assert format_test_mark(whole * 10) == str(whole)


@pytest.mark.parametrize("typed", ["", "0", "9,5", "95", "11", "9.0", "T", "-1"])
def test_primary_tests_refuse_zero_and_decimals(typed):
    with pytest.raises(Invalid):
        parse_test_mark(typed)


def test_zero_is_a_primary_mark_where_the_rules_allow_it():
    assert parse_test_mark("0", lowest=0) == 0


@given(st.integers(0, 10_000), st.integers(1, 50))
def test_half_up_is_decimal_half_up(numerator, denominator):
    exact = Fraction(numerator, denominator)
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    assert half_up(numerator, denominator) == scaled.quantize(Decimal(1), ROUND_HALF_UP)


def test_half_up_where_floats_go_down():
    assert round(8.25, 1) == 8.2
    assert half_up(825, 10) == 83


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, 0), (1, -3)])
def test_half_up_refuses_negatives(numerator, denominator):
    with pytest.raises(ValueError, match="non-negative"):
        half_up(numerator, denominator)
