"""Statistics of a school: right counts and percents, for whom, in how many queries."""

from collections import Counter
from io import BytesIO

import openpyxl
import pytest

from khuevan.school.enrolment.api import Enrolment, SchoolClass
from khuevan.school.gradebook.api import Conduct, MarkRow, PrimaryMark, Result
from khuevan.school.prints.api import statistics
from khuevan.school.prints.rules.counting import percent, shares
from tests.personas import acting_as, client_as
from tests.school.gradebook.fixtures import book, pupils, queries, school_class
from tests.school.prints.test_papers import words_of

pytestmark = pytest.mark.django_db
ADDRESS = "/prints/statistics/2025/trung-hoc/1"
WRITTEN = {"updated_at": "2026-01-10T00:00Z"}


@pytest.fixture
def counted():
    """7A: two pupils Tốt in study, one of them in conduct too, one Chưa đạt; averages 8,0 7,9 and 3,4 in Toán."""
    with acting_as("co-mai"):
        one, toan = school_class(), book()
        here = pupils(one)
        Result.objects.filter(school_class=one).delete()
        Conduct.objects.filter(school_class=one).delete()
        MarkRow.objects.filter(class_subject_id=toan.pk).delete()
        for pupil, level, average in zip(here, ("T", "T", "CD"), (80, 79, 34), strict=False):
            at = {"school_id": one.school_id, "student_id": pupil.id, "term": 1}
            computed = {"rule_set": "TT22-2021", "computed_at": "2026-01-10T00:00Z"}
            Result.objects.create(school_class_id=one.pk, academic=level, **computed, **at)
            MarkRow.objects.create(class_subject_id=toan.pk, regular=[], average=average, **WRITTEN, **at)
        at = {"school_id": one.school_id, "school_class_id": one.pk, "student_id": here[0].id, "term": 1}
        Conduct.objects.create(level="T", absences=0, **WRITTEN, **at)
        return one, len(here)


def sheet(name, address=ADDRESS):
    return openpyxl.load_workbook(BytesIO(client_as("thay-minh").get(f"{address}.xlsx").content))[name]


def line(found, *starts):
    return next(row[len(starts) :] for row in found.iter_rows(values_only=True) if row[: len(starts)] == starts)


def test_levels_by_class(counted):
    _one, many = counted
    row = line(sheet("Theo lớp"), "7A")
    assert row[:9] == (many, 2, percent(2, many), 0, 0, 0, 0, 1, percent(1, many))
    assert row[9:11] == (1, percent(1, many))


def test_totals_are_the_sums_of_the_classes(counted):
    found = sheet("Theo lớp")
    rows = [row for row in found.iter_rows(values_only=True) if isinstance(row[1], int)]
    classes = [row for row in rows if not row[0].startswith(("Khối", "Toàn"))]
    assert line(found, "Toàn trường")[0] == sum(row[1] for row in classes)
    assert line(found, "Toàn trường")[1] == sum(row[2] for row in classes)


def test_subjects_by_the_bounds_of_the_circular(counted):
    found = sheet("Môn học khối 7")
    row = next(row for row in found.iter_rows(values_only=True) if row[1:3] == ("Toán", "7A"))
    assert row[3:8] == (3, 1, 33.3, 1, 33.3)
    assert row[12:14] == (1, 33.3)
    assert row[14:] == (None, None, None, None)


def test_who_has_left_does_not_count(counted):
    one, many = counted
    with acting_as("co-mai"):
        first = pupils(one)[0]
        Enrolment.objects.filter(school_class=one, student_id=first.id).update(ends_on="2026-01-01")
    assert line(sheet("Theo lớp"), "7A")[:2] == (many - 1, 1)


def test_on_paper(counted, tmp_path):
    text = words_of(client_as("thay-minh").get(f"{ADDRESS}.pdf").content, tmp_path)
    assert "THỐNG KÊ KẾT QUẢ HỌC TẬP, RÈN LUYỆN THEO LỚP" in text
    assert next(row for row in text.splitlines() if row.split()[:1] == ["7A"]).split()[2] == "2"
    assert "HIỆU TRƯỞNG" in text


def test_the_year_counts_titles_and_promotion(counted):
    one, many = counted
    with acting_as("co-mai"):
        Result.objects.filter(school_class=one, term=1).update(term=3, award="good", outcome="promoted")
    found = sheet("Danh hiệu, lên lớp", ADDRESS[:-1] + "3")
    titles = [cell for row in found.iter_rows(values_only=True) if row[0] == "Lớp" for cell in row[2:] if cell]
    assert titles[:3] == ["Học sinh Xuất sắc", "Học sinh Giỏi", "Được lên lớp"]
    assert len(titles) == 6
    assert line(found, "7A")[:7] == (many, 0, 0, 3, percent(3, many), 3, percent(3, many))


def test_primary_levels():
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        first = pupils(toan)[0]
        PrimaryMark.objects.filter(class_subject_id=toan.pk).delete()
        at = {"school_id": toan.school_id, "class_subject_id": toan.pk, "student_id": first.id, "period": 1}
        PrimaryMark.objects.create(level="H", **WRITTEN, **at)
        paper = statistics(toan.school_id, 2025, 1, True)
    (grade,) = [table for table in paper.tables if table.title.endswith("khối 2")]
    row = next(row for row in grade.rows if row[1:3] == ["Toán", "2A"])
    assert row[3:] == [1, 0, 0.0, 1, 100.0, 0, 0.0]


@pytest.mark.parametrize("name", ["co-lan", "co-mai", "chi-hoa", "anh-binh"])
def test_only_an_office_has_statistics(name):
    assert client_as(name).get("/prints/statistics/").status_code == 404
    assert client_as(name).get(f"{ADDRESS}.pdf").status_code == 404


def test_the_page_leads_to_the_files_and_says_where_there_are_none(counted):
    page = client_as("thay-minh").get("/prints/statistics/").content.decode()
    assert f"{ADDRESS}.pdf" in page
    for none in ("2025/tieu-hoc/1", "2025/trung-hoc/4", "1999/trung-hoc/1"):
        assert client_as("thay-minh").get(f"/prints/statistics/{none}.pdf").status_code == 404


def test_periods_without_results_are_not_offered():
    with acting_as("co-thu"):
        toan = book("TOAN", "2A")
        PrimaryMark.objects.filter(period__in=(1, 2)).update(level="")
        at = {"school_id": toan.school_id, "class_subject_id": toan.pk, "student_id": pupils(toan)[0].id, "period": 2}
        PrimaryMark.objects.update_or_create(**at, defaults=WRITTEN | {"level": "H"})
    page = client_as("thay-phuc").get("/prints/statistics/").content.decode()
    offered = [part for part in (1, 2, 3, 4) if f"/prints/statistics/2025/tieu-hoc/{part}.pdf" in page]
    assert 1 not in offered
    assert {2, 4} <= set(offered)
    for part in offered:
        assert client_as("thay-phuc").get(f"/prints/statistics/2025/tieu-hoc/{part}.xlsx").status_code == 200


def test_queries_do_not_grow_with_classes(counted):
    one, _many = counted
    minh, counts = client_as("thay-minh"), []
    for _turn in range(2):
        with queries() as found:
            assert minh.get(f"{ADDRESS}.xlsx").status_code == 200
        counts.append(len([sql for sql in found if "set_config" not in sql]))
        with acting_as("thay-minh"):
            Enrolment.objects.filter(year=2025).exclude(school_class=one).delete()
            others = SchoolClass.objects.filter(year=2025).exclude(pk=one.pk)
            assert others.exists()
    assert counts[0] == counts[1] <= 10


def test_shares_round_halves_up():
    assert percent(1, 8) == 12.5
    assert percent(1, 3) == 33.3
    assert percent(1, 800) == 0.1
    assert percent(0, 0) is None
    assert shares(Counter("TTK"), "TK", 3) == [2, 66.7, 1, 33.3]
