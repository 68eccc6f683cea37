import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.gradebook.rules import entries


@pytest.mark.parametrize(
    ("typed", "result"), [("Đ", 1), ("đ", 1), ("d", 1), (" D ", 1), ("CĐ", 0), ("cđ", 0), ("cd", 0)]
)
def test_pass_and_fail_as_people_type_them(typed, result):
    assert entries.parse_pass(typed) == result


@pytest.mark.parametrize("result", [0, 1])
def test_results_read_back_as_they_are_shown(result):
    assert entries.parse_pass(entries.format_pass(result)) == result


@pytest.mark.parametrize("missing", [None, -1, -2])
def test_a_missing_result_shows_nothing(missing):
    assert entries.format_pass(missing) == entries.format_code(None) == ""


@pytest.mark.parametrize(
    "allowed", [entries.PASS_CODES, entries.CONDUCT_CODES, entries.SUBJECT_CODES, entries.TRAIT_CODES]
)
def test_codes_read_back_as_they_are_shown(allowed):
    assert [entries.parse_code(entries.format_code(code), allowed) for code in allowed] == list(allowed)


@pytest.mark.parametrize("typed", ["8", "H", "TT", "Đạt"])
def test_what_is_no_result_is_refused_with_the_choices(typed):
    with pytest.raises(Invalid, match="không phải là kết quả") as refusal:
        entries.parse_code(typed, entries.CONDUCT_CODES)
    assert refusal.value.hint == "Gõ một trong các chữ: T, K, Đ, CĐ."


def test_an_empty_cell_is_not_a_result():
    with pytest.raises(Invalid, match="Chưa nhập"):
        entries.parse_pass("  ")
