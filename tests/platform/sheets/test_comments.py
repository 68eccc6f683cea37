"""What is wrong comes back as comments in the same file."""

import io
import zipfile

import openpyxl
import pytest

from khuevan.platform.sheets.adapters.comments import with_comments
from khuevan.platform.sheets.adapters.opening import open_file
from khuevan.platform.sheets.queries import dry_run as module
from khuevan.platform.sheets.queries.dry_run import commented_file, comments_of, dry_run
from khuevan.platform.sheets.rules.matching import propose
from khuevan.platform.sheets.rules.reading import read_table

from . import nasty
from .fake import Pupils
from .lists import PUPILS


def sent(content):
    """The file after a dry run against an empty school, as openpyxl sees it."""
    table = read_table(open_file(content).sheets, PUPILS.known)
    rows = dry_run(Pupils(), 1, table, propose(table, PUPILS).columns)
    return openpyxl.load_workbook(io.BytesIO(commented_file(content, table, rows)))


def comments(book):
    return {cell.coordinate: cell.comment.text for row in book.active.iter_rows() for cell in row if cell.comment}


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_file_with_comments():
    found = comments(sent(nasty.failing_formulas()))
    assert set(found) == {"F2", "F3", "F4"}
    assert "#REF!" in found["F2"]
    assert "F9" in found["F3"]
    assert "một chữ số thập phân" in found["F4"]


@pytest.mark.parametrize("make", [nasty.old_xls, nasty.csv, nasty.page, nasty.open_document])
def test_other_formats_come_back_as_xlsx(make):
    found = comments(sent(make()))
    assert list(found) == ["F5" if make is nasty.page else "F4"]


def test_nothing_else_changes():
    content = nasty.macros()
    before, after = parts(content), parts(with_comments(content, "Danh sách", {(1, 2): "Xem lại"}))
    assert before["xl/vbaProject.bin"] == after["xl/vbaProject.bin"]
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {"xl/worksheets/sheet1.xml", "[Content_Types].xml"}
    assert set(after) - set(before) == {
        "xl/commentsKv1.xml", "xl/drawings/vmlDrawingKv1.vml", "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip
    sheet = after["xl/worksheets/sheet1.xml"]
    start = sheet.index(b"<legacyDrawing")
    assert sheet[:start] + sheet[sheet.index(b">", start) + 1 :] == before["xl/worksheets/sheet1.xml"]


def test_comments_that_were_there_stay():
    def comment(sheet):
        sheet["B2"].comment = openpyxl.comments.Comment("Của cô Lan", "Lan")
        sheet["C3"].comment = openpyxl.comments.Comment("Cũng vậy", "Lan")

    content = with_comments(
        nasty.xlsx([nasty.HEADER, *nasty.ROWS], comment), "Danh sách", {(1, 1): "Sai mã", (3, 3): "Sai ngày"}
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert comments(book) == {"B2": "Của cô Lan\nKhuê Văn: Sai mã", "C3": "Cũng vậy", "D4": "Sai ngày"}
    again = with_comments(content, "Danh sách", {(3, 3): "Vẫn sai"})
    assert comments(openpyxl.load_workbook(io.BytesIO(again)))["D4"] == "Sai ngày\nKhuê Văn: Vẫn sai"
    shapes = next(data for name, data in parts(again).items() if name.endswith(".vml"))
    assert shapes.count(b'ObjectType="Note"') == 3


def test_whole_files_and_whole_rows_are_commented_too(monkeypatch):
    content = nasty.xlsx([nasty.HEADER, *nasty.ROWS, *nasty.ROWS])
    found = comments(sent(content))
    assert "nhiều dòng: 2, 5" in found["B2"]
    monkeypatch.setattr(module, "MOST_COMMENTS", 2)
    table = read_table(open_file(content).sheets, PUPILS.known)
    rows = dry_run(Pupils(), 1, table, propose(table, PUPILS).columns)
    notes = comments_of(rows, table)
    assert "Còn 6 chỗ" in notes[0, 0]
    assert len(notes) == 3
