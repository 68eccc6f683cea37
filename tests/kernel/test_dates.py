from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.kernel.dates import (
    PartialDate,
    format_date,
    from_excel_serial,
    parse_partial_date,
    parse_year_label,
    school_year_of,
    school_year_start,
    year_label,
)
from khuevan.kernel.errors import Invalid

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "iso", "shown"),
    [
        ("07/05/2014", "2014-05-07", "07/05/2014"),
        ("7/5/2014", "2014-05-07", "07/05/2014"),
        ("07-05-2014", "2014-05-07", "07/05/2014"),
        ("7.5.2014", "2014-05-07", "07/05/2014"),
        ("2014-05-07", "2014-05-07", "07/05/2014"),
        ("00/05/2014", "2014-05", "05/2014"),
        ("5/2014", "2014-05", "05/2014"),
        ("2014-05", "2014-05", "05/2014"),
        ("00/00/2014", "2014", "2014"),
        ("2014", "2014", "2014"),
        ("29/02/2016", "2016-02-29", "29/02/2016"),
    ],
)
def test_birth_dates_as_people_write_them(typed, iso, shown):
    born = parse_partial_date(typed)
    assert born.iso == iso
    assert str(born) == shown
    assert parse_partial_date(iso) == parse_partial_date(shown) == born


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Chưa nhập"),
        ("31/02/2014", "không có ngày 31"),
        ("29/02/2015", "không có ngày 29"),
        ("01/13/2014", "Tháng 13"),
        ("15/00/2014", "phải biết tháng"),
        ("07/05/14", "không phải là ngày"),
        ("07/05/0014", "Năm 14"),
        ("hôm qua", "không phải là ngày"),
        ("45000", "không phải là ngày"),
    ],
)
def test_what_is_no_date_and_why(typed, reason):
    with pytest.raises(Invalid, match=reason) as refusal:
        parse_partial_date(typed)
    assert "07/05/2014" in refusal.value.hint


@given(DAYS)
def test_a_full_date_is_exact(day):
    born = PartialDate.of(day)
    assert born.is_full
    assert born.earliest == born.latest == day
    assert parse_partial_date(f"{day.day}/{day.month}/{day.year}") == born


@given(DAYS)
def test_unknown_parts_widen_the_range(day):
    month, year = PartialDate(day.year, day.month), PartialDate(day.year)
    assert year.earliest <= month.earliest <= day <= month.latest <= year.latest
    assert not month.is_full


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2025, 8, 1), 2025), (date(2025, 7, 31), 2024), (date(2026, 1, 18), 2025), (date(2025, 12, 31), 2025)],
)
def test_a_school_year_begins_in_august(day, year):
    assert school_year_of(day) == year


@given(DAYS)
def test_a_day_lies_in_its_school_year(day):
    year = school_year_of(day)
    assert school_year_start(year) <= day < school_year_start(year + 1)


def test_year_labels_read_back():
    assert year_label(2025) == "2025–2026"
    assert [parse_year_label(text) for text in ("2025–2026", "2025-2026", "2025 - 2026", "2025")] == [2025] * 4


@pytest.mark.parametrize("text", ["", "2025-2027", "25-26", "năm nay"])
def test_what_is_no_school_year(text):
    with pytest.raises(Invalid, match="không phải là năm học"):
        parse_year_label(text)


def test_excel_serials_and_plain_dates():
    assert from_excel_serial(41766) == date(2014, 5, 7)
    assert format_date(date(2014, 5, 7)) == "07/05/2014"
    assert format_date(None) == ""
