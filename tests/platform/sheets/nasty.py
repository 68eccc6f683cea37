"""Files as schools send them, made here: each function returns the bytes of one."""

import io
import zipfile
from datetime import date

import openpyxl
import xlwt
from openpyxl.styles import PatternFill

HEADER = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Điểm"]
ROWS = [
    [1, "HS001", "Nguyễn Văn An", date(2014, 5, 7), "Nam", 8.5],
    [2, "HS002", "Trần Thị Bình", date(2014, 12, 1), "Nữ", 7],
    [3, "HS003", "Lê Hoàng Cường", date(2014, 1, 30), "Nam", 9.25],
]


def xlsx(rows, change=None, name="Danh sách"):
    """A workbook of one sheet; ``change(sheet)`` may do what it likes with it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain():
    return xlsx([HEADER, *ROWS])


def school_style():
    """Title lines, a header of two rows with merged cells, a numbering row, a repeated header, total and signatures."""

    def merge(sheet):
        for area in ("A1:H1", "A2:H2", "A4:A5", "B4:B5", "C4:D5", "E4:E5", "F4:H4"):
            sheet.merge_cells(area)
        sheet.column_dimensions["B"].hidden = True

    rows = [
        ["TRƯỜNG THCS NGUYỄN ĐÌNH CHIỂU"],
        ["DANH SÁCH HỌC SINH LỚP 7A"],
        [],
        ["STT", "Mã học sinh", "Họ và tên", None, "Ngày sinh", "Kết quả"],
        [None, None, None, None, None, "Toán", "Văn", "Anh"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        [1, "HS001", "Nguyễn Văn", "An", "07/05/2014", 8.5, 7, 9],
        [2, "HS002", "Trần Thị", "Bình", "01/12/2014", 7, 7.5, 8],
        ["STT", "Mã học sinh", "Họ và tên", None, "Ngày sinh", "Kết quả"],
        [None, None, None, None, None, "Toán", "Văn", "Anh"],
        [3, "HS003", "Lê Hoàng", "Cường", "30/01/2014", 9, 9, 9],
        ["Tổng cộng: 3 học sinh", None, None, None, None, 8.2, 7.8, 8.7],
        [],
        [None, None, None, None, "Tây Ninh, ngày 20 tháng 11 năm 2026"],
        [None, "Người lập", None, None, None, "Hiệu trưởng"],
        [None, "Cô Lan", None, None, None, "Thầy Minh"],
    ]
    return xlsx(rows, merge)


def two_classes():
    rows = [HEADER, ["Lớp 7A"], *ROWS[:2], ["Lớp 7B"], HEADER, ROWS[2]]
    return xlsx(rows)


def failing_formulas():
    rows = [HEADER, *[list(row) for row in ROWS]]

    def spoil(sheet):
        sheet["F2"] = "#REF!"
        sheet["F2"].data_type = "e"
        sheet["F3"] = "=SUM(A1:A2)"  # openpyxl leaves formulas without their value
        sheet["G4"] = "#N/A"
        sheet["G4"].data_type = "e"

    return xlsx(rows, spoil)


def a_million_empty_rows():
    """Every row of the sheet is formatted, as after colouring whole columns; the list has three."""
    return replaced(plain(), "xl/worksheets/sheet1.xml", _with_empty_rows)


def _with_empty_rows(xml):
    extra = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(5, 1_048_577))
    return xml.replace(b"</sheetData>", extra + b"</sheetData>")


def far_cell():
    return xlsx([HEADER, *ROWS], lambda sheet: sheet.__setitem__("XFD1048576", "x"))


def coloured_far_cell():
    def paint(sheet):
        sheet["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")

    return xlsx([HEADER, *ROWS], paint)


def replaced(content, name, change):
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return out.getvalue()


def added(content, name, data):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr(name, data)
    return out.getvalue()


def bomb():
    return added(plain(), "xl/media/image1.bin", bytes(310 * 2**20))


def lying_bomb():
    """The directory says that the entry is small."""
    content = bytearray(bomb())
    size = (310 * 2**20).to_bytes(4, "little")
    place = content.find(size)
    while place >= 0:
        content[place : place + 4] = (1000).to_bytes(4, "little")
        place = content.find(size)
    return bytes(content)


def macros():
    return added(plain(), "xl/vbaProject.bin", b"\x00" * 100)


def pdf():
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 10


def cut_off():
    return plain()[:-300]


def word():
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return out.getvalue()


def entities():
    """XML that would unfold to gigabytes, or read our files."""
    doctype = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "x"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    return replaced(plain(), "xl/workbook.xml", lambda xml: doctype + xml)


def with_password():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 400


def xls(rows, change=None):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Danh sách")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value, day) if isinstance(value, date) else sheet.write(r, c, value)
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_xls():
    def spoil(sheet):
        sheet.row(3).set_cell_error(5, "#REF!")
        sheet.col(1).hidden = True
        sheet.write_merge(5, 5, 0, 3, "Tổng cộng: 3")

    rows = [list(row) for row in ROWS]
    rows[2][5] = None
    return xls([HEADER, *rows], spoil)


def csv(separator=",", encoding="utf-8"):
    lines = [separator.join(HEADER)]
    for number, code, name, day, sex, mark in ROWS:
        mark = f'"{mark}"'.replace(".", ",")
        lines.append(separator.join([str(number), code, name, f"{day:%d/%m/%Y}", sex, mark]))
    return "\r\n".join(lines).encode(encoding)


def page():
    cells = "".join(
        f"<tr><td>{n}</td><td>{code}</td><td>{name}</td><td>{day:%d/%m/%Y}</td><td>{sex}</td><td>{mark}</td></tr>"
        for n, code, name, day, sex, mark in ROWS
    )
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    title = '<tr><td colspan="6">DANH SÁCH LỚP 7A</td></tr>'
    return f"<html><body><table>{title}<tr>{head}</tr>{cells}</table></body></html>".encode()


_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="S">%s</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def ods(body):
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": _ODS % body})


def _ods_cell(value):
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def open_document():
    """LibreOffice ends every row and every sheet with one cell repeated to the edge."""
    rest = '<table:table-cell table:number-columns-repeated="16378"/>'
    rows = [f"<table:table-row>{''.join(map(_ods_cell, row))}{rest}</table:table-row>" for row in [HEADER, *ROWS]]
    fault = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    rows[3] = rows[3].replace(_ods_cell(9.25), fault)
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048572">{blank}</table:table-row>'
    return ods(columns + "".join(rows) + end)


def ods_bomb():
    cell = '<table:table-cell table:number-columns-repeated="900"><text:p>x</text:p></table:table-cell>'
    return ods(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')


def without(content, name):
    """The package with one part missing."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return zipped({entry: old.read(entry) for entry in old.namelist() if entry != name})
