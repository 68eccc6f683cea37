"""Damaged and hostile files: either they are read, or they are refused; nothing else happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.platform.sheets.adapters.opening import open_file, open_paste
from khuevan.platform.sheets.adapters.refusals import Unreadable
from khuevan.platform.sheets.rules.cells import Sheet
from khuevan.platform.sheets.rules.matching import propose
from khuevan.platform.sheets.rules.reading import read_table
from khuevan.platform.sheets.rules.rows import read_rows

from . import nasty
from .lists import PUPILS

FILES = [nasty.plain(), nasty.school_style(), nasty.old_xls(), nasty.open_document(), nasty.page(), nasty.csv()]
# The same cases every time: chance belongs into a search for mistakes, not into a gate.
STEADY = settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
INSIDE = [
    (0, "xl/workbook.xml"), (0, "xl/worksheets/sheet1.xml"), (0, "xl/_rels/workbook.xml.rels"),
    (0, "[Content_Types].xml"), (1, "xl/worksheets/sheet1.xml"), (3, "content.xml"), (3, "mimetype"),
]  # fmt: skip


def read_or_refuse(content):
    """The whole way of a file up to its values."""
    refused = None
    try:
        take(open_file(content, "ds.xlsx").sheets)
    except Unreadable as refusal:
        refused = refusal
    assert refused is None or (refused.message and refused.hint)


def take(sheets):
    table = read_table(sheets, PUPILS.known)
    if table is not None:
        assert all(len(row) == table.width for row in table.rows)
        rows = read_rows(table, PUPILS, propose(table, PUPILS).columns)
        assert len(rows) == len(table.rows)


@STEADY
@given(st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_flipped_bytes(content, flips):
    spoiled = bytearray(content)
    for place, byte in flips:
        spoiled[min(int(place * len(spoiled)), len(spoiled) - 1)] = byte
    read_or_refuse(bytes(spoiled))


@STEADY
@given(st.sampled_from(FILES), st.floats(0, 1))
def test_cut_off(content, part):
    read_or_refuse(content[: int(len(content) * part)])


@STEADY
@given(st.sampled_from(INSIDE), st.floats(0, 1), st.binary(max_size=9))
def test_spoiled_xml_within_a_sound_package(part, place, junk):
    number, name = part

    def spoil(data):
        cut = int(place * len(data))
        return data[:cut] + junk + data[cut + len(junk) // 2 :]

    read_or_refuse(nasty.replaced(FILES[number], name, spoil))


@STEADY
@given(st.binary(max_size=400))
def test_any_bytes(content):
    read_or_refuse(content)


@STEADY
@given(st.text(max_size=300))
def test_any_paste(text):
    try:
        sheets = open_paste(text).sheets
    except Unreadable:
        return
    take(sheets)


CELLS = st.one_of(
    st.just(""), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(),
    st.times(), st.timedeltas(),
    st.sampled_from(["Họ và tên", "Ngày sinh", "Mã HS", "Tổng cộng", "Lớp 7A", "07/05/2014", "Nguyễn Văn An", "Nam"]),
)  # fmt: skip


@STEADY
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=12))
def test_any_cells(rows):
    take([Sheet("s", rows)])


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_missing_parts(part):
    read_or_refuse(nasty.without(nasty.plain(), part))


def test_a_panic_of_the_reader_is_a_damaged_file(monkeypatch):
    class PanicException(BaseException):
        """As a library in Rust raises it."""

    def panic(_file):
        raise PanicException

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    with pytest.raises(Unreadable, match="hỏng"):
        open_file(nasty.plain())
