"""What cells may hold."""

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.school.gradebook.queries.columns import comment, computed, score
from khuevan.school.gradebook.queries.sheets import ConductSheet, MarkSheet, TraitSheet

PASS = MarkSheet(2, by_score=False, term=1).columns[0]
SCORE = score("tx1", "TX1", "Điểm thường xuyên 1")


@pytest.mark.parametrize(("value", "kept"), [(0, 0), (85, 85), (100, 100), (None, None), ("", None)])
def test_scores(value, kept):
    assert SCORE.check(value) == kept


@pytest.mark.parametrize("value", [-1, 101, 8.5, True, "85", [85]])
def test_no_scores(value):
    with pytest.raises(Invalid, match="từ 0 đến 10"):
        SCORE.check(value)


@pytest.mark.parametrize("value", ["d", "K", 1, ["D"]])
def test_no_choices(value):
    with pytest.raises(Invalid, match="Chỉ nhận: Đ, CĐ"):
        PASS.check(value)


def test_text_is_cleaned():
    assert comment().check("  Tie\u0302\u0301n bo\u0323\u0302\r\nnhiều ") == "Tiến bộ\nnhiều"
    assert comment().check("   ") is None


@pytest.mark.parametrize(("value", "why"), [("x" * 501, "tối đa 500"), ("a\x00b", "ký tự"), (5, "nhận chữ")])
def test_no_text(value, why):
    with pytest.raises(Invalid, match=why):
        comment().check(value)


@pytest.mark.parametrize("value", [None, 5])
def test_computed_cells_are_never_typed(value):
    with pytest.raises(Invalid, match="hệ thống tính"):
        computed("average", "ĐTB", "Điểm trung bình").check(value)


@pytest.mark.parametrize("sheet", [MarkSheet(3, True, 1), MarkSheet(2, False, 2), MarkSheet(4, True, 3),
                                   TraitSheet(1, 1), TraitSheet(5, 4), ConductSheet(1), ConductSheet(3)])  # fmt: skip
def test_every_editable_column_has_a_cell(sheet):
    cells = sheet.cells(None)
    assert set(cells) == {column.key for column in sheet.columns if column.editable}
    assert set(cells.values()) == {None}
    assert sheet.fields(cells)


def test_pass_results_are_stored_as_numbers():
    sheet = MarkSheet(2, by_score=False, term=1)
    cells = {"tx1": "D", "tx2": "CD", "gk": None, "ck": "D", "comment": None}
    assert sheet.fields(cells) == {"regular": [1, 0], "midterm": None, "final": 1, "comment": ""}
