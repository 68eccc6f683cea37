"""Nasty files, all the way: each is refused, stopped, or wrong in the very row, in words of a school office; the school
has nothing more and nothing less afterwards. Macros are no harm.
"""

import re

import pytest

from khuevan.kernel.errors import Conflict, DomainError
from khuevan.platform.sheets import api as sheets
from khuevan.platform.sheets.actions.work import run
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import SchoolClass, class_list
from tests.personas import acting_as, actor
from tests.platform.sheets import nasty

from .test_pupil_lists import count

pytestmark = pytest.mark.django_db
HEAD = ["STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Giới tính", "Lớp"]
NEW = [
    [1, "8099000011", "Trần Thị Bình", "05/09/2013", "Nữ", "7A"],
    [2, "8099000012", "Lê Văn Cường", "06/09/2013", "Nam", "7A"],
    [3, "8099000013", "Phạm Thị Dung", "07/09/2013", "Nữ", "7A"],
]
TECHNICAL = re.compile(r"exception|error|none|null|traceback|utf|xml|zip|json|sql|python|codec|byte", re.I)
"""What nobody at a school should have to read."""


def changed(row=1, column=3, cell=""):
    """The list with one cell (row from 0) as it should not be."""
    rows = [list(one) for one in NEW]
    rows[row][column] = cell
    return nasty.xlsx([HEAD, *rows])


def faulty():
    def spoil(sheet):
        sheet["D3"] = "#REF!"
        sheet["D3"].data_type = "e"

    return nasty.xlsx([HEAD, *NEW], spoil)


def uncomputed():
    return nasty.xlsx([HEAD, *NEW], lambda sheet: sheet.__setitem__("D3", "=DATE(2013,9,6)"))


REFUSED = {
    "pdf": (nasty.pdf, "PDF"),
    "word": (nasty.word, "Word"),
    "bomb": (nasty.bomb, "lớn hơn 300 MB"),
    "lying bomb": (nasty.lying_bomb, "lớn hơn 300 MB"),
    "ods bomb": (nasty.ods_bomb, "quá lớn để đọc"),
    "cut off": (nasty.cut_off, "hỏng"),
    "entities": (nasty.entities, "hỏng"),
    "password": (nasty.with_password, "mật khẩu"),
    "far cell": (nasty.far_cell, "XFD1048576"),
    "no list": (lambda: nasty.xlsx([["Kính gửi các thầy cô"]]), "Không tìm thấy danh sách"),
    "header alone": (lambda: nasty.xlsx([HEAD]), "Không tìm thấy danh sách"),
    "no column of names": (
        lambda: nasty.xlsx([["STT", "Điểm", "Ghi chú"], [1, 8, "x"], [2, 9, "y"]]),
        "Chưa có cột cho",
    ),
}
"""File and a word of the refusal."""
WRONG = {
    "fault": (faulty, "#REF!"),
    "not computed": (uncomputed, "chưa được tính"),
    "no such day": (lambda: changed(cell="31/02/2013"), "không phải là ngày"),
    "letters for a date": (lambda: changed(cell="hôm qua"), "không phải là ngày|Không đọc được"),
    "digits in a name": (lambda: changed(column=2, cell="0912345678"), "Họ tên chỉ có chữ|lệch cột"),
    "wrong encoding": (lambda: changed(column=2, cell="LÃª VÄƒn CÆ°á»ng"), "không phải là họ tên"),
    "letters lost": (lambda: changed(column=2, cell="L? V?n C??ng"), "không phải là họ tên"),
    "no name": (lambda: changed(column=2), "Thiếu “Họ và tên”"),
    "no such class": (lambda: changed(column=5, cell="13Z"), "không có lớp"),
    "rounded code": (lambda: changed(column=1, cell="8.0990000E+09"), "rút gọn mã"),
    "the same code twice": (lambda: changed(column=1, cell="8099000011"), "nhiều dòng"),
    "the same pupil twice": (lambda: nasty.xlsx([HEAD, NEW[0], [9, "", *NEW[0][2:]]]), "nhiều dòng"),
}
"""File and a word of what is said of the row."""


def said(one):
    with acting_as("thay-minh"):
        lines = sheets.lines(one)
    return " ".join(words for line in lines for _place, words in line.problems)


def sent(content, group="", chosen=None):
    minh = actor("thay-minh")
    with acting_as("thay-minh"):
        one = sheets.receive(minh, minh.unit_id, "pupils", content, "ds.xlsx", group)
        sheets.order_check(minh, one.pk, chosen)
    run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        return sheets.Import.objects.get(pk=one.pk)


def held_back(one):
    """Nothing of the file can be written as it is."""
    with acting_as("thay-minh"), pytest.raises(Conflict) as refusal:
        sheets.order_write(actor("thay-minh"), one.pk)
    assert refusal.value.hint
    return refusal.value.code


@pytest.mark.parametrize("name", list(REFUSED))
def test_refused(name):
    make, word = REFUSED[name]
    before = count()
    with pytest.raises(DomainError) as refusal:
        sent(make())
    text = f"{refusal.value.message} {refusal.value.hint}"
    assert re.search(word, text), text
    assert not TECHNICAL.search(text), text
    assert refusal.value.hint
    assert count() == before


@pytest.mark.parametrize("name", list(WRONG))
def test_wrong_in_its_row(name):
    make, word = WRONG[name]
    before = count()
    one = sent(make())
    text = said(one)
    assert re.search(word, text), text
    assert not TECHNICAL.search(text.replace("#REF!", "")), text
    assert one.counts["error"] or one.counts["doubtful"]
    assert held_back(one) == "rows_left"
    assert count() == before


def class_of(name):
    with acting_as("thay-minh"):
        one = SchoolClass.objects.get(name=name, year=2025)
        people = Person.objects.in_bulk([pupil.id for pupil in class_list(one)])
        return [people[pupil.id] for pupil in class_list(one)]


def rows_of(people, name):
    return [[n, one.full_name, str(one.birth), name] for n, one in enumerate(people, 1)]


def stops_of(one):
    assert held_back(one) == "stopped"
    return " ".join(stop["what"] % stop["values"] for stop in one.stops)


SHORT = ["STT", "Họ và tên", "Ngày sinh", "Lớp"]


def test_births_that_slipped_by_one_row():
    rows = rows_of(class_of("7A"), "7A")
    births = [row[2] for row in rows]
    for row, birth in zip(rows, [births[-1], *births[:-1]], strict=True):
        row[2] = birth
    before = count()
    assert "lệch một dòng" in stops_of(sent(nasty.xlsx([SHORT, *rows])))
    assert count() == before


def test_the_list_of_another_class():
    content = nasty.xlsx([SHORT[:3], *[row[:3] for row in rows_of(class_of("8A"), "8A")]])
    assert "không phải lớp 7A" in stops_of(sent(content, "7A"))


def test_two_classes_in_one_sheet():
    rows = [[*row[:5]] for row in NEW]
    content = nasty.xlsx([HEAD[:5], ["Lớp 7A"], *rows[:2], ["Lớp 8A"], HEAD[:5], rows[2]])
    assert "nhiều lớp" in stops_of(sent(content, "7A"))
    one = sent(content)
    with acting_as("thay-minh"):
        lines = sheets.lines(one)
    assert [line.values["class"] for line in lines] == ["7A", "7A", "8A"]


def test_macros_are_no_harm():
    one = sent(nasty.added(nasty.xlsx([HEAD, *NEW]), "xl/vbaProject.bin", b"macro"))
    assert (one.total, one.counts["new"], one.stops) == (3, 3, []), said(one)


def test_a_file_that_is_half_wrong_leaves_nothing_until_somebody_says_so():
    before = count()
    one = sent(changed(cell="31/02/2013"))
    assert held_back(one) == "rows_left"
    assert count() == before
    with acting_as("thay-minh"):
        sheets.order_write(actor("thay-minh"), one.pk, leave_out=True)
    run(one.school_id, one.pk)
    assert len(count()[0]) == len(before[0]) + 2
