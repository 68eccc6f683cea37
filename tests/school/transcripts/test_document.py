"""The document is canonical as it is written, fits its schema, and reads back as it was."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

import khuevan.school.transcripts as room
from khuevan.platform.documents.api import render
from khuevan.school.transcripts.adapters.paper import sheet_of, template_of
from khuevan.school.transcripts.adapters.reading import Unreadable, read
from khuevan.school.transcripts.rules.completeness import missing_in_homeroom, missing_in_subject
from khuevan.school.transcripts.rules.difference import changed_parts
from khuevan.school.transcripts.rules.document import (
    homeroom_section,
    info_section,
    subject_section,
    whole,
)
from khuevan.school.transcripts.rules.records import (
    Content,
    Heading,
    Homeroom,
    Pupil,
    Subject,
    Term,
    Trait,
    Value,
)

SCHEMA = etree.XMLSchema(etree.parse(Path(room.__file__).parent / "schema" / "hocbaso-1.xsd"))
HEADING = Heading(
    "801-2025-KV1", 2, "7K3M-9QXT-2BFA", 2025, 7, "7A", "03", "801", "THCS <A> & \"B\"", "80", "Phường Tân An",
    "TT22-2021", "Thông tư 22", "Tỉnh Tây Ninh", "UBND", "Sai tên", "1/QĐ",
)  # fmt: skip
PUPIL = Pupil("KV1", "Nguyễn “An” <b> & ổ", "2013-05", 1, ethnicity="01", citizen_id="072213464187", mother="Võ")
MATHS = Subject(
    "TOAN", "Toán", "score", "Lan", (Value(1, "8.1", comment="a\nb & <c>"), Value(2, "10.0"), Value(3, "9.4"))
)
MUSIC = Subject("NT", "Nghệ thuật", "pass", "Thuỷ", (Value(1, level="D"), Value(2, level="CD")), retest="D")
READING = Subject("TV", "Tiếng Việt", "primary", "Thu", (Value(1, level="T", test="9"), Value(3, level="H", test="10")))
GENERAL = Homeroom(
    "Mai", (Term(1, "T", "T", "3", "ngoan"), Term(3, "K", "T")), (Trait("YEU_NUOC", "Yêu nước", "Phẩm chất", "T"),),
    "Học sinh Giỏi", "giúp bạn", "1", "Được lên lớp", "", "1", "1",
)  # fmt: skip
CONTENT = Content(HEADING, PUPIL, (MATHS, MUSIC, READING), GENERAL)


@pytest.fixture(scope="module")
def written():
    sections = [subject_section(HEADING, one) for one in CONTENT.subjects]
    return whole(HEADING, [info_section(HEADING, PUPIL), *sections, homeroom_section(HEADING, GENERAL)]).encode()


def test_it_is_its_own_canonical_form(written):
    assert etree.tostring(etree.fromstring(written), method="c14n", exclusive=True) == written


def test_it_fits_the_schema(written):
    SCHEMA.assertValid(etree.fromstring(written))


def test_it_reads_back_as_it_was(written):
    assert read(written) == CONTENT


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\ufffe", "\r", "\ud800"])
def test_characters_that_xml_cannot_carry_are_left_out(bad):
    text = subject_section(HEADING, Subject("TOAN", "Toán", "score", "", (Value(1, comment=f"a{bad}b"),)))
    assert "<nhanxet>ab</nhanxet>" in text


def sheet(content):
    return sheet_of(content, (), "http://x", "", None).years[0]


def test_the_paper_says_the_level_after_a_second_test_only_where_there_was_one():
    general = replace(GENERAL, terms=(Term(3, "D", "T"),))
    assert sheet(replace(CONTENT, homeroom=general)).learning_after == "Đạt"
    assert sheet(replace(CONTENT, homeroom=general, subjects=(MATHS,))).learning_after == ""


def test_completion_of_lower_secondary_school_is_confirmed_on_paper_in_place_of_a_diploma(tmp_path):
    done = replace(GENERAL, outcome="Hoàn thành chương trình trung học cơ sở", promoted="1", finished_stage="1")
    content = replace(CONTENT, heading=replace(HEADING, grade=9, class_name="9A"), homeroom=done, subjects=(MATHS,))
    assert sheet(content).completion == "Hoàn thành chương trình trung học cơ sở"
    paper = tmp_path / "9a.pdf"
    paper.write_bytes(render(template_of(content), sheet_of(content, (), "http://x", "", None)))
    said = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True).stdout
    assert "Xác nhận học sinh hoàn thành chương trình trung học cơ sở." in " ".join(said.split())
    pages = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True).stdout
    assert re.search(r"Pages:\s+4", pages), "cover, particulars and one spread"
    assert sheet(replace(content, homeroom=replace(done, finished_stage=""))).completion == ""


def test_composed_and_decomposed_letters_are_one():
    one, other = (subject_section(HEADING, Subject("TOAN", name, "score", "", ())) for name in ("Toán", "Toa\u0301n"))
    assert one == other


@pytest.mark.parametrize("data", [b"", b"<a/>", b"<hocbaso></hocbaso>", b"<hocbaso><noidung/></hocbaso>"])
def test_something_else_is_not_read(data):
    with pytest.raises(Unreadable):
        read(data)


def test_differences_are_located(written):
    forged = written.replace(b"<diem>8.1", b"<diem>9.1")
    assert changed_parts(written, forged) == ["mon-TOAN"]
    assert changed_parts(written, written) == []
    assert changed_parts(written, written.replace(b'phienban="2"', b'phienban="3"')) == ["hocba"]
    assert changed_parts(written, forged.replace(b"ngoan", b"ngoon")) == ["mon-TOAN", "mon-NT", "mon-TV", "chunhiem"]


def test_what_lacks_is_said_in_words():
    assert missing_in_subject(Subject("TOAN", "Toán", "score", "", (Value(1, "8.0"),))) == ["điểm trung bình học kì II"]
    assert missing_in_subject(MATHS) == []
    primary = Subject("TV", "Tiếng Việt", "primary", "", (Value(1, level="T"),))
    assert missing_in_subject(primary, frozenset({1, 3})) == ["điểm kiểm tra học kì I"]


def test_a_year_that_is_decided_after_the_summer_is_not_closed():
    terms = tuple(Term(n, "T", "T", "0") for n in (1, 2, 3))
    waiting = Homeroom("Mai", terms, outcome="Kiểm tra, đánh giá lại trong kì nghỉ hè")
    assert missing_in_homeroom(waiting, False) == ["quyết định cuối năm (kiểm tra, đánh giá lại trong kì nghỉ hè)"]
    assert missing_in_homeroom(Homeroom("Mai", terms, outcome="Được lên lớp", promoted="1"), False) == []
