"""Papers of the gradebook: what stands on them, who may have them, what they cost."""

import re
import subprocess
from io import BytesIO

import openpyxl
import pytest

from khuevan.registry.audit.api import Access
from khuevan.school.enrolment.api import Enrolment, subjects_of_class
from khuevan.school.gradebook.api import Conduct, MarkRow, PrimaryMark, PrimaryTraits, Result
from tests.personas import acting_as, client_as
from tests.school.gradebook.fixtures import book, pupils, queries, school_class

pytestmark = pytest.mark.django_db


def fetched(name, address):
    answer = client_as(name).get(address)
    assert answer.status_code == 200
    return answer.content


def words_of(pdf, tmp_path):
    """The text of a PDF, laid out as on the page, after its form has been checked."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def line_with(text, name):
    """The cells of the first line that names somebody."""
    line = next(line for line in text.splitlines() if name in line)
    return re.split(r"\s+", line.split(name)[1].strip())


def sheets_of(xlsx):
    return openpyxl.load_workbook(BytesIO(xlsx))


def row_of(sheet, name):
    return next(row for row in sheet.iter_rows(values_only=True) if row[1] == name)


@pytest.fixture
def mark():
    """A pupil of 7A with marks in Toán that nobody else has."""
    with acting_as("co-lan"):
        toan = book()
        one = pupils(toan)[2]
        given = {"regular": [71, 72, 73, 74], "midterm": 61, "final": 93, "average": 78}
        for term, values in ((1, given), (3, {"regular": [], "average": 81})):
            MarkRow.objects.update_or_create(
                school_id=toan.school_id, class_subject_id=toan.pk, student_id=one.id, term=term,
                defaults={**values, "updated_at": "2026-01-10T00:00Z"},
            )  # fmt: skip
        return toan, one


def test_the_subject_sheet_holds_the_marks_on_paper_and_in_numbers(mark, tmp_path):
    toan, one = mark
    text = words_of(fetched("co-lan", f"/prints/books/{toan.uid}/1.pdf"), tmp_path)
    assert "BẢNG THEO DÕI VÀ ĐÁNH GIÁ MÔN TOÁN" in text
    assert line_with(text, one.name)[:7] == ["7,1", "7,2", "7,3", "7,4", "6,1", "9,3", "7,8"]
    assert toan.teacher.full_name in text
    (sheet,) = sheets_of(fetched("co-lan", f"/prints/books/{toan.uid}/1.xlsx")).worksheets
    assert row_of(sheet, one.name)[2:9] == (7.1, 7.2, 7.3, 7.4, 6.1, 9.3, 7.8)
    with acting_as("co-mai"):
        assert Access.objects.filter(student_id=one.id, page="In bảng điểm Toán 7A · Học kì I").count() == 2


def test_the_year_of_a_subject_holds_both_terms(mark):
    toan, one = mark
    book_file = sheets_of(fetched("co-lan", f"/prints/books/{toan.uid}/3.xlsx"))
    assert book_file.sheetnames == ["Học kì I", "Học kì II", "Cả năm"]
    year = row_of(book_file["Cả năm"], one.name)
    assert (year[2], year[4]) == (7.8, 8.1)


def test_the_class_book_holds_every_subject_and_the_summary(mark, tmp_path):
    toan, one = mark
    with acting_as("co-mai"):
        class_7a = school_class()
        at = {"school_class_id": class_7a.pk, "student_id": one.id, "term": 1}
        Conduct.objects.filter(**at).delete()
        Conduct.objects.create(school_id=toan.school_id, level="K", absences=7, updated_at="2026-01-10T00:00Z", **at)
        found = {"academic": "D", "adjusted_by": "TOAN", "rule_set": "TT22-2021", "computed_at": "2026-01-10T00:00Z"}
        Result.objects.update_or_create(school_id=toan.school_id, **at, defaults=found)
    text = words_of(fetched("co-mai", f"/prints/classes/{class_7a.uid}/1.pdf"), tmp_path)
    for said in ("SỔ THEO DÕI VÀ ĐÁNH GIÁ HỌC SINH", "MÔN NGỮ VĂN", "HIỆU TRƯỞNG", "Thông tư 22/2021", "2025"):
        assert said in text
    summary = text[text.index("BẢNG TỔNG HỢP") :]
    cells = line_with(summary, one.name)
    assert "7,8" in cells
    assert cells[cells.index("Đạt*") :][:3] == ["Đạt*", "Khá", "7"]
    found = sheets_of(fetched("thay-minh", f"/prints/classes/{class_7a.uid}/1.xlsx"))
    assert found.sheetnames[0] == "Danh sách"
    assert row_of(found["Toán HK1"], one.name)[2:9] == (7.1, 7.2, 7.3, 7.4, 6.1, 9.3, 7.8)
    row = row_of(found["Tổng hợp HK1"], one.name)
    assert row[row.index("Đạt*") :][:3] == ("Đạt*", "Khá", 7)


def test_the_year_of_a_class_is_one_file(mark):
    _toan, one = mark
    with acting_as("co-mai"):
        class_7a = school_class()
        subjects = len(subjects_of_class(class_7a))
    found = sheets_of(fetched("co-mai", f"/prints/classes/{class_7a.uid}/3.xlsx"))
    assert len(found.sheetnames) == 1 + 2 * (subjects + 1) + 1
    assert 8.1 in row_of(found["Tổng hợp cả năm"], one.name)


def test_a_primary_class_has_levels_tests_and_traits(tmp_path):
    with acting_as("co-thu"):
        class_2a, toan = school_class("2A"), book("TOAN", "2A")
        one = pupils(toan)[0]
        PrimaryMark.objects.update_or_create(
            school_id=toan.school_id, class_subject_id=toan.pk, student_id=one.id, period=4,
            defaults={"level": "H", "test": 70, "updated_at": "2026-05-10T00:00Z"},
        )  # fmt: skip
    text = words_of(fetched("co-thu", f"/prints/classes/{class_2a.uid}/4.pdf"), tmp_path)
    assert "Thông tư 27/2020" in text
    assert "Phẩm chất chủ yếu" in text
    found = sheets_of(fetched("co-thu", f"/prints/classes/{class_2a.uid}/4.xlsx"))
    assert found.sheetnames == ["Danh sách", "Môn học", "Phẩm chất, năng lực", "Cuối năm"]
    sheet = found["Môn học"]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "STT")
    place = heads.index("Toán")
    assert row_of(sheet, one.name)[place : place + 2] == ("H", 7)
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
    assert one.name in words_of(fetched("co-thu", f"/prints/books/{toan.uid}/4.pdf"), tmp_path)


@pytest.mark.parametrize(
    ("name", "books", "classes"),
    [
        ("co-lan", 200, 404), ("co-mai", 200, 200), ("thay-minh", 200, 200),
        ("anh-binh", 200, 200), ("thay-phuc", 404, 404), ("thay-khac", 404, 404), ("chi-hoa", 404, 404), ("", 302, 302),
    ],
)  # fmt: skip
def test_who_may_have_which_paper(name, books, classes):
    with acting_as("co-mai"):
        toan, class_7a = book(), school_class()
    client = client_as(name)
    assert client.get(f"/prints/books/{toan.uid}/1.xlsx").status_code == books
    assert client.get(f"/prints/classes/{class_7a.uid}/1.xlsx").status_code == classes


def test_a_term_that_is_none_is_not_found():
    with acting_as("co-mai"):
        class_7a = school_class()
    assert client_as("co-mai").get(f"/prints/classes/{class_7a.uid}/4.pdf").status_code == 404
    assert client_as("co-mai").get(f"/prints/classes/{class_7a.uid}/1.doc").status_code == 404


def test_queries_do_not_grow_with_pupils():
    with acting_as("co-mai"):
        class_7a, toan = school_class(), book()
        here = [pupil.id for pupil in pupils(class_7a)]
    minh, counts = client_as("thay-minh"), []
    for many in (len(here), 1):
        with acting_as("thay-minh"):
            Enrolment.objects.filter(school_class=class_7a).exclude(student_id__in=here[:many]).delete()
        for address in (f"books/{toan.uid}", f"classes/{class_7a.uid}"):
            with queries() as found:
                assert minh.get(f"/prints/{address}/1.xlsx").status_code == 200
            counts.append(len([sql for sql in found if "set_config" not in sql]))
    assert counts[:2] == counts[2:]
    assert counts[1] <= 14


def test_the_pages_of_a_book_and_of_a_class_lead_to_their_papers():
    with acting_as("co-mai"):
        toan, class_7a = book(), school_class()
    assert f"/prints/books/{toan.uid}/1.pdf" in fetched("co-lan", f"/gradebook/books/{toan.uid}/").decode()
    page = fetched("co-mai", f"/gradebook/homeroom/{class_7a.uid}/").decode()
    assert f"/prints/classes/{class_7a.uid}/3.xlsx" in page


def test_notices_hold_one_pupil_on_half_a_page(mark, tmp_path):
    _toan, one = mark
    with acting_as("co-mai"):
        class_7a = school_class()
        here = pupils(class_7a)
    address = f"/prints/classes/{class_7a.uid}/1/notices.pdf"
    text = words_of(fetched("co-mai", address), tmp_path)
    pages = text.split("\f")[:-1]
    assert len(pages) == (len(here) + 1) // 2
    assert text.count("PHIẾU THÔNG BÁO KẾT QUẢ") == len(here)
    own = next(page for page in pages if one.name in page)
    row = next(line for line in own[own.index(one.name) :].splitlines() if line.strip().startswith("Toán"))
    assert row.split() == ["Toán", "7,1", "7,2", "7,3", "7,4", "6,1", "9,3", "7,8"]
    assert client_as("co-lan").get(address).status_code == 404
    assert client_as("thay-khac").get(address).status_code == 404
    with acting_as("co-mai"):
        seen = Access.objects.filter(page="In phiếu thông báo kết quả lớp 7A · Học kì I")
        assert seen.count() == len(here)


def test_notices_of_the_year_and_of_a_primary_class(mark, tmp_path):
    _toan, one = mark
    with acting_as("co-mai"):
        class_7a = school_class()
    text = words_of(fetched("thay-minh", f"/prints/classes/{class_7a.uid}/3/notices.pdf"), tmp_path)
    assert one.name in text
    assert "8,1" in text
    with acting_as("co-thu"):
        class_2a = school_class("2A")
        first = pupils(class_2a)[0]
        said = {"qualities": ["T", "D", "T", "T", "T"], "comment": "Em rất ngoan."}
        PrimaryTraits.objects.update_or_create(
            school_id=class_2a.school_id, school_class_id=class_2a.pk, student_id=first.id, period=4,
            defaults={**said, "updated_at": "2026-05-10T00:00Z"},
        )  # fmt: skip
    text = words_of(fetched("co-thu", f"/prints/classes/{class_2a.uid}/4/notices.pdf"), tmp_path)
    assert "Em rất ngoan." in text
    assert "Nhân ái Đ" in re.sub(r"\s+", " ", text)
