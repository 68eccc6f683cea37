"""Columns become fields."""

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.platform.sheets.actions.memory import confirm_columns
from khuevan.platform.sheets.models import Matching
from khuevan.platform.sheets.queries.memory import proposal_for
from khuevan.platform.sheets.rules.cells import Sheet
from khuevan.platform.sheets.rules.layouts import Field, Layout
from khuevan.platform.sheets.rules.matching import BY_CONTENT, BY_NAME, REMEMBERED, cells_of, propose
from khuevan.platform.sheets.rules.reading import read_table
from tests.personas import acting_as, actor

from . import nasty
from .lists import PUPILS
from .test_tables import table_of


def table(*rows):
    return read_table([Sheet("s", [list(row) for row in rows])], PUPILS.known)


def fields(proposal):
    return {guess.header: guess.field for guess in proposal.guesses}


def test_names_of_columns():
    rows = [nasty.HEADER, *[[*row[:5], 8.5] for row in nasty.ROWS]]
    proposal = propose(table_of(nasty.xlsx(rows)), PUPILS)
    assert proposal.columns == {"code": (1,), "name": (2,), "birth": (3,), "sex": (4,), "mark": (5,)}
    assert proposal.is_sure
    assert {guess.why for guess in proposal.guesses if guess.field} == {BY_NAME}
    assert proposal.guesses[2].samples == ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("HỌ VÀ TÊN (*)", "name"), ("Ho ten hoc sinh", "name"), ("Ngày, tháng, năm sinh", "birth"),
        ("Mã định danh Bộ GD&ĐT", "code"), ("Số CCCD/ĐDCN", "number"), ("Giới tính:", "sex"), ("Tên lớp", "class"),
        ("Họ tên cha", ""), ("Ghi chú", ""), ("STT", ""),
    ],
)  # fmt: skip
def test_ways_to_write_a_name(header, field):
    assert fields(propose(table([header, "Cột khác"]), PUPILS))[header] == field


def test_family_and_given_name_in_two_columns():
    for head in (["Họ và tên đệm", "Tên"], ["Họ đệm", "Tên"]):
        one = table(["STT", *head, "Năm sinh"], [1, "Nguyễn Văn", "An", 2014], [2, "", "Y", 2014])
        proposal = propose(one, PUPILS)
        assert proposal.columns["name"] == (1, 2)
        assert cells_of(one, (1, 2), PUPILS.by["name"]) == ["Nguyễn Văn An", "Y"]


def test_a_merged_name():
    one = table_of(nasty.school_style(), PUPILS.known)
    proposal = propose(one, PUPILS)
    assert proposal.columns["name"] == (2, 3)
    assert cells_of(one, (2, 3), PUPILS.by["name"])[0] == "Nguyễn Văn An"
    assert [guess.header for guess in proposal.guesses if guess.hidden] == ["Mã học sinh"]


def test_a_date_in_three_columns():
    head = ["Họ và tên", "Ngày sinh", None, None]

    def merge(sheet):
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:D1")

    content = nasty.xlsx([head, [None, "Ngày", "Tháng", "Năm"], ["An", 7, 5, 2014], ["Bình", None, 5, 2014]], merge)
    one = table_of(content, PUPILS.known)
    proposal = propose(one, PUPILS)
    assert proposal.columns["birth"] == (1, 2, 3)
    assert cells_of(one, (1, 2, 3), PUPILS.by["birth"]) == ["7/5/2014", "00/5/2014"]


def test_content_speaks_against_a_name():
    rows = [[f"Nguyễn Văn {chr(65 + n)}", "07/05/2014"] for n in range(5)]
    wrong = propose(table(["Ngày sinh", "Họ và tên"], *rows), PUPILS)
    assert not wrong.is_sure
    assert max(guess.confidence for guess in wrong.guesses) < 60


def test_a_list_without_header_is_known_by_its_content():
    rows = [["072214012345", "Nguyễn Văn An", "07/05/2014", "Nam"], ["072214012346", "Trần Bình", "08/05/2014", "Nữ"]]
    proposal = propose(table(*rows), PUPILS)
    assert proposal.columns == {"number": (0,), "name": (1,), "birth": (2,), "sex": (3,)}
    assert {guess.why for guess in proposal.guesses} == {BY_CONTENT}
    assert not proposal.is_sure


def test_what_is_missing():
    assert propose(table(["Họ và tên", "Lớp"], ["An", "7A"]), PUPILS).missing == ["birth"]


def test_no_field_twice():
    proposal = propose(table(["Họ và tên", "Họ tên", "Ngày sinh"], ["An", "Bình", "2014"]), PUPILS)
    assert [guess.field for guess in proposal.guesses] == ["name", "", "birth"]


def test_a_layout_cannot_be_recognised_by_what_it_lacks():
    with pytest.raises(ValueError, match="no fields"):
        Layout("x", "X", (Field("a", "A"),), by_code="b")


@pytest.mark.django_db
def test_what_was_confirmed_is_remembered_for_this_source_and_school_alone():
    one = table(["Tên gọi", "Sinh", "Ghi chú"], ["An", "07/05/2014", "x"])
    lan = actor("co-lan")
    with acting_as("co-lan"):
        assert proposal_for(lan.unit_id, PUPILS, one).missing == ["name", "birth"]
        chosen = confirm_columns(lan, lan.unit_id, PUPILS, one, {0: "name", 1: "birth"})
        assert chosen == {"name": (0,), "birth": (1,)}
        again = proposal_for(lan.unit_id, PUPILS, one)
        assert again.is_sure
        assert [guess.why for guess in again.guesses] == [REMEMBERED] * 3
        other = table(["Tên gọi", "Sinh", "Ghi chú", "Thêm"], ["An", "2014", "x", "y"])
        assert proposal_for(lan.unit_id, PUPILS, other).missing == ["name", "birth"]
    with acting_as("thay-khac"):
        assert Matching.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "code"),
    [({0: "name", 1: "name"}, "field_twice"), ({0: "name"}, "field_missing"), ({0: "nonsense"}, "invalid")],
)
def test_choices_that_cannot_be(chosen, code):
    one = table(["Tên gọi", "Sinh"], ["An", "07/05/2014"])
    lan = actor("co-lan")
    with acting_as("co-lan"), pytest.raises(Invalid) as refusal:
        confirm_columns(lan, lan.unit_id, PUPILS, one, chosen)
    assert refusal.value.code == code
