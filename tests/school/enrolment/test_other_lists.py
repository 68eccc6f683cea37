"""Lists of staff, classes, teaching and guardians: in through the door, and back out of it."""

import pytest

from khuevan.platform.sheets import api as sheets
from khuevan.platform.sheets.actions.work import run
from khuevan.registry.people.api import Affiliation, ExternalId, Guardianship, Person
from khuevan.school.enrolment.api import ClassSubject, SchoolClass, class_list
from tests.personas import acting_as, actor
from tests.platform.sheets import nasty

pytestmark = pytest.mark.django_db
TABLES = (Person, Affiliation, ExternalId, Guardianship, SchoolClass, ClassSubject)


@pytest.fixture
def minh():
    return actor("thay-minh")


def worked(one):
    run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        return sheets.Import.objects.select_related("file").get(pk=one.pk)


def checked(minh, kind, *rows):
    with acting_as("thay-minh"):
        one = sheets.receive(minh, minh.unit_id, kind, nasty.xlsx(rows), "ds.xlsx")
        sheets.order_check(minh, one.pk)
    return worked(one)


def said(one):
    with acting_as("thay-minh"):
        return " ".join(words for line in sheets.lines(one) for _place, words in line.problems)


def everything():
    with acting_as("thay-minh"):
        return [list(table.objects.order_by("pk").values()) for table in TABLES]


def goes_in_and_back(minh, kind, *rows, new=0, changed=0):
    """Write the list; what was written stands when the caller looks; the rest of the generator takes it back."""
    before = everything()
    one = checked(minh, kind, *rows)
    assert (one.counts["new"], one.counts["changed"], one.counts["error"]) == (new, changed, 0), said(one)
    with acting_as("thay-minh"):
        sheets.order_write(minh, one.pk)
    one = worked(one)
    assert one.state == "done", one.note
    yield
    again = checked(minh, kind, *rows)
    assert again.counts["unchanged"] == new + changed, (again.counts, said(again))
    with acting_as("thay-minh"):
        sheets.order_undo(minh, one.pk)
    one = worked(one)
    assert (one.state, one.note) == ("undone", "")
    assert everything() == before
    yield


STAFF = ["STT", "Họ tên (*)", "Mã cán bộ Phòng/Sở", "Ngày tháng năm sinh (*)", "Giới tính (*)", "Chức vụ"]
NGA = [1, "Đỗ Thị Nga", "GV-77", "02/03/1990", "Nữ", "Giáo viên Toán"]


def test_staff(minh):
    way = goes_in_and_back(minh, "staff", STAFF, NGA, new=1)
    next(way)
    with acting_as("thay-minh"):
        nga = Person.objects.get(full_name="Đỗ Thị Nga")
        assert nga.staff_ids == [minh.unit_id]
        assert Affiliation.objects.get(person=nga).title == "Giáo viên Toán"
        assert ExternalId.objects.get(person=nga).value == f"GV-77@{minh.unit_id}"
    next(way)


def test_a_title_changes_and_comes_back(minh):
    with acting_as("thay-minh"):
        lan = Person.objects.get(pk=actor("co-lan").person_id)
        row = [1, lan.full_name, "", str(lan.birth), "", "Tổ trưởng"]
    way = goes_in_and_back(minh, "staff", STAFF, row, changed=1)
    next(way)
    with acting_as("thay-minh"):
        assert Affiliation.objects.get(person=lan, kind="staff").title == "Tổ trưởng"
    next(way)


def test_classes(minh):
    lan = actor("co-lan")
    way = goes_in_and_back(minh, "classes", ["Tên lớp", "Khối", "GVCN"], ["8Z", "", lan.name], ["Lớp 9Z", 9, ""], new=2)
    next(way)
    with acting_as("thay-minh"):
        found = SchoolClass.objects.filter(name__in=["8Z", "9Z"]).order_by("name")
        assert [(one.grade, one.homeroom_id) for one in found] == [(8, lan.person_id), (9, None)]
    next(way)


def test_teaching(minh):
    lan = actor("co-lan")
    with acting_as("thay-minh"):
        book = ClassSubject.objects.select_related("subject", "school_class").exclude(teacher_id=lan.person_id)
        book = book.filter(school_class__year=2025, school_class__name="7A").first()
    row = [f"Lớp {book.school_class.name}", book.subject.name, lan.name]
    way = goes_in_and_back(minh, "teaching", ["Lớp", "Môn học", "Giáo viên"], row, changed=1)
    next(way)
    with acting_as("thay-minh"):
        assert ClassSubject.objects.get(pk=book.pk).teacher_id == lan.person_id
    next(way)


def test_teachers_who_are_nobody_or_two_are_said(minh):
    with acting_as("thay-minh"):
        lan = Person.objects.get(pk=actor("co-lan").person_id)
        lan.pk = lan.id = None
        lan.uid, lan.code = "019aa000-0000-7000-8000-000000000001", "KV9999999999"
        lan.school_ids = [minh.unit_id]
        lan.save(force_insert=True)
        Affiliation.objects.create(school_id=minh.unit_id, person=lan, kind="staff", valid_from="2025-09-01")
    header = ["Lớp", "Môn học", "Giáo viên", "Mã giáo viên"]
    one = checked(
        minh, "teaching", header, ["7A", "Tiếng Anh", lan.full_name, ""], ["7A", "Ngữ văn", "Không Có Ai", ""],
        ["7A", "Bơi", "", ""], ["7Z", "Toán", "", ""], ["7A", "Toán", lan.full_name, ""], ["7A", "Toán", "", "X-1"],
    )  # fmt: skip
    words = said(one)
    for part in ("chưa rõ là ai", "KV9999999999", "Không Có Ai", "không có môn “Bơi”", "không có lớp “7Z”", "“X-1”"):
        assert part in words, (part, words)
    assert "có ở nhiều dòng: 6, 7" in words


def test_guardians(minh):
    with acting_as("thay-minh"):
        one = SchoolClass.objects.get(name="7A", year=2025)
        an = Person.objects.get(pk=class_list(one)[0].id)
    header = ["Họ tên học sinh", "Ngày sinh", "Lớp", "Quan hệ", "Họ tên phụ huynh", "Số điện thoại"]
    rows = [[an.full_name, str(an.birth), "7A", "Người giám hộ", "Ngô Thị Mới", "0900333444"]]
    way = goes_in_and_back(minh, "guardians", header, *rows, new=1)
    next(way)
    with acting_as("thay-minh"):
        assert Guardianship.objects.get(student=an, relation="other").guardian.phone == "0900333444"
    next(way)
    wrong = checked(minh, "guardians", header, ["Trần Không Có", "01/01/2013", "7A", "Mẹ", "Lê Thị A", ""])
    assert "Không tìm thấy học sinh này" in said(wrong)
