"""The dry run: every row gets its verdict, and files that cannot be right are stopped."""

from khuevan.kernel.text import fold
from khuevan.platform.sheets.rules.cells import Sheet
from khuevan.platform.sheets.rules.judging import changes, judge, wanted
from khuevan.platform.sheets.rules.matching import propose
from khuevan.platform.sheets.rules.reading import read_table
from khuevan.platform.sheets.rules.records import Record
from khuevan.platform.sheets.rules.rows import Verdict, cell_address, plain, read_rows, title_groups

from .lists import PUPILS

NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Đỗ Minh Dũng", "Vũ Thu Hà", "Bùi Gia Khánh", "Hồ Mỹ Linh"]
HEAD = ["Mã HS", "Họ và tên", "Ngày sinh", "Giới tính", "Điểm"]


def pupil(n, **more):
    values = {"code": f"HS{n}", "name": NAMES[n], "birth": f"2014-0{n + 1}-1{n}", "sex": 1, "mark": 70 + n, **more}
    return Record(n + 1, values, f"{values['name']}, {values['birth']}", "7A")


def line(n, **more):
    day = f"1{n}/0{n + 1}/2014"
    values = {"code": f"HS{n}", "name": NAMES[n], "birth": day, "sex": "Nam", "mark": f"7,{n}", **more}
    return [values[code] for code in ("code", "name", "birth", "sex", "mark")]


def judged(lines, records=None, head=HEAD, group="", titles=()):
    sheet = Sheet("s", [*([one, *[""] * (len(head) - 1)] for one in titles), head, *lines])
    table = read_table([sheet], PUPILS.known)
    rows = read_rows(table, PUPILS, propose(table, PUPILS).columns)
    known = [pupil(n) for n in range(len(NAMES))] if records is None else records
    judge(rows, known, group, title_groups(table))
    return rows


def said(rows, row=0):
    return [str(found.problem) for found in rows.problems.get(row, [])]


def test_the_colours():
    lines = [line(0), line(1, mark="9,5"), line(2, code="HS99", name="Mới Toanh", birth="1/1/2014"), line(3, mark="x")]
    rows = judged([*lines, line(4, birth="2014")])
    assert rows.verdicts == [
        Verdict.UNCHANGED, Verdict.CHANGED, Verdict.NEW, Verdict.ERROR, Verdict.UNCHANGED,
    ]  # fmt: skip
    assert changes(rows, 1) == {"mark": ("7,1", "9,5")}
    assert rows.keys == [1, 2, None, None, 5]
    assert rows.counts()[Verdict.NEW] == 1
    assert rows.stops == []


def test_an_error_says_where():
    rows = judged([line(0), line(1, mark="x")])
    assert cell_address(rows, 1, rows.problems[1][0]) == "E3"


def test_by_number_then_by_name_and_birth():
    head = ["Số CCCD", *HEAD[1:]]
    records = [pupil(n, code=None, number=f"07221400000{n}") for n in range(3)]
    lines = [
        line(0, code="72214000000", name="Nguyễn Văn Ân"),  # the number lost its zero; the name is corrected
        line(1, code=""),
        line(2, code="072214999999"),
    ]
    rows = judged(lines, records, head)
    assert rows.keys == [1, 2, None]
    assert rows.verdicts == [Verdict.CHANGED, Verdict.UNCHANGED, Verdict.NEW]
    assert changes(rows, 0) == {"name": ("Nguyễn Văn An", "Nguyễn Văn Ân")}


def test_names_are_the_same_wherever_the_tone_stands():
    records = [pupil(0, name="Lê Thị Hoà")]
    rows = judged([line(0, code="", name="Lê Thị Hòa"), line(1, code="", name="LÊ THỊ HÒA")], records)
    assert rows.verdicts[0] == Verdict.UNCHANGED
    assert rows.verdicts[1] == Verdict.NEW


def test_nearly_the_same_is_for_a_person_to_decide():
    near = [line(0, code="", name="Nguyen Van An"), line(1, code="", birth="2014")]
    rows = judged(near)
    assert rows.verdicts == [Verdict.DOUBTFUL, Verdict.DOUBTFUL]
    assert "Có thể là Nguyễn Văn An" in said(rows)[0]


def test_namesakes_in_the_register_are_doubtful():
    records = [pupil(0, code=None), Record(9, pupil(0).values | {"code": None}, "An khác", "7B")]
    rows = judged([line(0, code="")], records)
    assert rows.verdicts == [Verdict.DOUBTFUL]
    assert "An khác" in said(rows)[0]


def test_twins_and_namesakes_with_other_codes_are_other_people():
    records = [pupil(0)]
    rows = judged([line(0, code="HS55")], records)
    assert rows.verdicts == [Verdict.NEW]


def test_a_code_that_belongs_to_somebody_else():
    rows = judged([line(0, name="Phan Thị Khác", birth="02/02/2015")])
    assert rows.verdicts == [Verdict.DOUBTFUL]
    assert "đang là của Nguyễn Văn An" in said(rows)[0]


def test_code_and_number_of_two_people():
    head = ["Số CCCD", *HEAD]
    records = [pupil(0, number="072214000000"), pupil(1, number="072214000001")]
    rows = judged([["072214000001", *line(0)]], records, head)
    assert rows.verdicts == [Verdict.ERROR]
    assert "số định danh là của Trần Thị Bình" in said(rows)[0]


def test_a_pupil_of_another_school_is_not_touched():
    there = Record(1, pupil(0).values, "An", "", "Em này đang học ở Trường THCS Tân Hà.")
    for code in ("HS0", ""):
        rows = judged([line(0, code=code, mark="9")], [there])
        assert rows.verdicts == [Verdict.ERROR]
        assert "Tân Hà" in said(rows)[0]
        assert rows.old == {}


def test_the_same_person_twice_in_one_file():
    rows = judged([line(0), line(1), line(0, mark="9")])
    assert rows.verdicts == [Verdict.ERROR, Verdict.UNCHANGED, Verdict.ERROR]
    assert "nhiều dòng: 2, 4" in said(rows)[0]
    rows = judged([line(0, code=""), line(0, code="")], [])
    assert rows.verdicts == [Verdict.DOUBTFUL, Verdict.DOUBTFUL]
    rows = judged([line(0), line(0, code="")])
    assert rows.verdicts == [Verdict.ERROR, Verdict.ERROR]
    assert "cùng là Nguyễn Văn An" in said(rows)[-1]


def test_twins_with_codes_may_share_a_name_in_one_file():
    rows = judged([line(0, code="A1"), line(0, code="A2")], [])
    assert rows.verdicts == [Verdict.NEW, Verdict.NEW]


def test_a_column_shifted_by_one_stops_the_file():
    for step, word in ((1, "xuống"), (-1, "lên")):
        lines = [line(n) for n in range(7)]
        names = [*NAMES[1:], "Ngô Mới"] if step > 0 else ["Ngô Mới", *NAMES[:-1]]
        for one, name in zip(lines, names, strict=True):
            one[1] = name
        rows = judged(lines)
        assert len(rows.stops) == 1
        assert "Cột “Họ và tên” lệch một dòng" in str(rows.stops[0])
        assert word in str(rows.stops[0])


def test_a_shift_that_begins_in_the_middle():
    lines = [line(n) for n in range(7)]
    for n in range(2, 6):
        lines[n][4] = f"7,{n + 1}"
    rows = judged(lines)
    assert "Cột “Điểm” lệch một dòng, từ dòng 4 đến dòng 7" in str(rows.stops[0])


def test_new_marks_are_no_shift():
    lines = [line(n, mark="8") for n in range(7)]
    assert judged(lines).stops == []
    assert judged([line(n, sex="Nữ") for n in range(7)]).stops == []


def test_births_shifted_in_a_list_without_codes():
    lines = [line(n, code="") for n in range(7)]
    births = [one[2] for one in lines]
    for one, birth in zip(lines, [*births[1:], "20/11/2014"], strict=True):
        one[2] = birth
    rows = judged(lines)
    assert "Cột “Ngày sinh” lệch một dòng" in str(rows.stops[0])
    assert "xuống" in str(rows.stops[0])


def test_the_file_of_another_class_stops():
    rows = judged([line(n) for n in range(5)], group="7B")
    assert "Tệp này là của lớp 7A (5 trong 5 dòng), không phải lớp 7B" in str(rows.stops[0])
    assert judged([line(n) for n in range(5)], group="7A").stops == []


def test_the_title_names_another_class():
    rows = judged([line(0)], [], group="7A", titles=["DANH SÁCH LỚP 7B NĂM HỌC 2025-2026"])
    assert "ghi lớp 7B, không phải lớp 7A" in str(rows.stops[0])
    assert judged([line(0)], [], group="7A", titles=["Danh sách lớp 7a"]).stops == []


def test_two_classes_in_one_sheet():
    lines = [["Lớp 7A", "", "", "", ""], line(0), line(1), ["Lớp: 7B", "", "", "", ""], line(2)]
    rows = judged(lines)
    assert rows.of("class") == ["7A", "7A", "7B"]
    assert rows.stops == []
    assert "nhiều lớp: 7A, 7B" in str(judged(lines, group="7A").stops[0])


def test_two_lists_where_no_field_tells_them_apart():
    from dataclasses import replace

    lines = [HEAD, ["Lớp 7A", "", "", "", ""], line(0), line(1), ["Lớp 7B", "", "", "", ""], line(2)]
    layout = replace(PUPILS, section="")
    table = read_table([Sheet("s", lines)], layout.known)
    rows = read_rows(table, layout, propose(table, layout).columns)
    assert "nhiều danh sách: Lớp 7A, Lớp 7B" in str(rows.stops[0])


def test_blank_cells_change_nothing():
    rows = judged([line(0, mark="", sex="")])
    assert rows.verdicts == [Verdict.UNCHANGED]


def test_what_is_looked_for():
    rows = judged([line(0), line(1, code="", birth="2014")], [])
    found = wanted(rows)
    assert found.codes == {"HS0"}
    assert found.names == {("nguyen van an", 2014), ("tran thi binh", 2014)}


def test_plain_is_fold():
    for name in [*NAMES, "Ươn Ỷ Ẵm Đặng", "H'Hen Niê", "Ưng Ơn Ă"]:
        assert plain(name) == fold(name)
