"""The list of pupils on its way in through the spreadsheet door, back out of it, and out as a file."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.errors import Conflict
from khuevan.platform.sheets import api as sheets
from khuevan.platform.sheets.actions.work import run
from khuevan.registry.audit.api import Entry
from khuevan.registry.people.api import Affiliation, ExternalId, Guardianship, Person
from khuevan.school.enrolment.api import Enrolment, SchoolClass, class_list
from khuevan.school.enrolment.models import ListChange
from khuevan.school.gradebook.api import Conduct, MarkRow
from tests.personas import acting_as, actor, client_as
from tests.platform.sheets import nasty

pytestmark = pytest.mark.django_db
HEADER = ["STT", "Mã học sinh", "Số CCCD", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp", "Họ tên mẹ", "SĐT mẹ"]
BINH = [1, "8099000001", "072314000001", "Trần Thị Bình", "05/09/2013", "Nữ", "Kinh", "7A", "Lê Thị Hạnh", "0900111222"]
CUONG = [2, "", "", "Trần Văn Cường", "00/2014", "Nam", "Khơ-me", "7a", "Lê Thị Hạnh", "0900111222"]
MINE = ("person", "affiliation", "externalid", "guardianship")


@pytest.fixture
def minh():
    return actor("thay-minh")


def worked(one):
    run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        return sheets.Import.objects.select_related("file").get(pk=one.pk)


def checked(minh, rows, header=HEADER, group=""):
    with acting_as("thay-minh"):
        one = sheets.receive(minh, minh.unit_id, "pupils", nasty.xlsx([header, *rows]), "ds.xlsx", group)
        sheets.order_check(minh, one.pk)
    return worked(one)


def written(minh, one, **how):
    with acting_as("thay-minh"):
        sheets.order_write(minh, one.pk, **how)
    return worked(one)


def undone(minh, one):
    with acting_as("thay-minh"):
        sheets.order_undo(minh, one.pk)
    return worked(one)


def problems(one):
    with acting_as("thay-minh"):
        return " ".join(words for line in sheets.lines(one) for _place, words in line.problems)


def pupil(name="7A"):
    """The first of a class, with the class."""
    with acting_as("thay-minh"):
        one = SchoolClass.objects.get(name=name, year=2025)
        return Person.objects.get(pk=class_list(one)[0].id), one


def count():
    with acting_as("thay-minh"):
        tables = (Person, Affiliation, ExternalId, Guardianship, Enrolment)
        return [list(table.objects.order_by("pk").values()) for table in tables]


def test_new_pupils_are_in_their_class_with_their_family(minh):
    one = written(minh, checked(minh, [BINH, CUONG]))
    assert (one.state, one.done) == ("done", 2), one.note
    with acting_as("thay-minh"):
        binh, cuong = (Person.objects.get(full_name=name) for name in ("Trần Thị Bình", "Trần Văn Cường"))
        assert (binh.sex, binh.ethnicity, str(binh.birth), str(cuong.birth)) == (2, "01", "05/09/2013", "2014")
        assert cuong.ethnicity == "05"
        numbers = ExternalId.objects.filter(person=binh).values_list("kind", "value")
        assert sorted(numbers) == [("citizen", "072314000001"), ("moet", "8099000001")]
        seats = Enrolment.objects.filter(student__in=[binh, cuong]).order_by("number")
        assert [(seat.school_class.name, seat.student_id) for seat in seats] == [("7A", binh.pk), ("7A", cuong.pk)]
        ties = Guardianship.objects.filter(student__in=[binh, cuong])
        assert {(tie.relation, tie.guardian.phone) for tie in ties} == {("mother", "0900111222")}
        assert len({tie.guardian_id for tie in ties}) == 1
        assert binh.school_ids == [minh.unit_id]
        assert binh.code.startswith("KV")
        assert Entry.objects.filter(book="pupils", student_id=binh.pk).get().verb == "import"


def test_undo_leaves_everything_as_it_was(minh):
    an, _class = pupil()
    before = count()
    rows = [BINH, [3, "", "", an.full_name, str(an.birth), "", "Tày", "7A", "Ngô Thị Mới", "0900333444"]]
    one = written(minh, checked(minh, rows))
    assert one.state == "done", one.note
    assert count() != before
    one = undone(minh, one)
    assert (one.state, one.note) == ("undone", "")
    assert count() == before
    with acting_as("thay-minh"):
        assert ListChange.objects.count() == 0
        assert Entry.objects.filter(book="pupils", verb="undo").count() == 2


def test_a_strange_personal_number_is_said_and_taken_in(minh):
    """No such province and a boy's digit, an old identity card, another year: notes beside rows that are written."""
    odd = {"Trần Thị Bình": "003213000001", "Lê Thị Cúc": "023456789", "Vũ Thị Em": "072314000001"}
    numbers = odd | {"Phạm Thị Dung": "072313000002"}
    rows = [[n, "", numbers[name], name, *BINH[4:]] for n, name in enumerate(numbers)]
    one = checked(minh, rows)
    assert (one.counts["new"], one.counts["note"]) == (4, 3), problems(one)
    said = problems(one)
    assert "Ba chữ số đầu của “003213000001” không phải mã tỉnh nào." in said
    assert "Chữ số thứ tư của “003213000001” không khớp giới tính." in said
    assert "“023456789” không phải 12 chữ số" in said
    assert "của “072314000001” không khớp năm sinh." in said
    assert "072313000002" not in said
    written(minh, one)
    with acting_as("thay-minh"):
        kept = ExternalId.objects.filter(kind="citizen", person__full_name__in=numbers)
        assert dict(kept.values_list("person__full_name", "value")) == numbers


def test_the_same_file_again_changes_nothing(minh):
    written(minh, checked(minh, [BINH, CUONG]))
    assert checked(minh, [BINH, CUONG]).counts["unchanged"] == 2


def test_a_pupil_is_known_by_name_and_birth_and_gets_what_is_new(minh):
    an, _class = pupil()
    row = [1, "HS-17", "", an.full_name, str(an.birth), "", "Tày", "7A", "", ""]
    one = checked(minh, [row])
    with acting_as("thay-minh"):
        assert sheets.lines(one)[0].changes == {"code": ("", "HS-17"), "ethnicity": ("Kinh", "Tày")}
    written(minh, one)
    with acting_as("thay-minh"):
        assert Person.objects.get(pk=an.pk).ethnicity == "02"
        assert ExternalId.objects.get(person=an, kind="vendor").value == f"HS-17@{minh.unit_id}"
    row[3], row[4] = "Tên Khác", "01/01/2010"
    assert "Mã này đang là của" in problems(checked(minh, [row]))


def test_a_temporary_code_becomes_the_ministrys(minh):
    written(minh, checked(minh, [[1, "TAM-0001", *BINH[2:]]]))
    one = written(minh, checked(minh, [BINH]))
    assert one.counts["changed"] == 1
    with acting_as("thay-minh"):
        binh = Person.objects.get(full_name="Trần Thị Bình")
        assert ExternalId.objects.get(person=binh, valid_to=None, kind__in=["moet", "temporary"]).value == "8099000001"


def test_what_the_school_refuses(minh):
    rows = [[1, "8099000001", "", "Trần A", "05/09/2013", "", "", "9Z", "", ""], [2, "8099000001", *CUONG[2:]]]
    rows.append([3, "KV0000000000", "", "Trần B", "05/09/2013", "", "", "7A", "", "0900111222"])
    one = checked(minh, rows)
    assert one.counts["error"] == 3
    said = problems(one)
    assert "Trường không có lớp “9Z” trong năm học này." in said
    assert "7A" in said
    assert "“8099000001” có ở nhiều dòng: 2, 3." in said
    assert "không có ai mang mã “KV0000000000”" in said
    assert "thiếu “Họ tên mẹ”" in said


def test_a_pupil_of_another_school_is_refused_and_not_shown(minh):
    with acting_as("thay-khac"):
        number = ExternalId.objects.filter(kind="moet", person__staff_ids=[]).select_related("person").first()
    one = checked(minh, [[1, number.value, "", "Ai Đó", "05/09/2013", "", "", "7A", "", ""]])
    said = problems(one)
    assert "của một người không thuộc trường này" in said
    assert number.person.full_name not in said
    assert one.counts["error"] == 1


def test_who_left_for_another_school_is_not_taken_back_by_a_list(minh):
    an, _class = pupil()
    other = actor("thay-khac").unit_id
    with acting_as("thay-minh"):
        Enrolment.objects.filter(student=an, ends_on=None).update(ends_on="2026-05-30")
    with acting_as("anh-binh"), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT set_config('khuevan.schools', %s, true)", [f"{other},{minh.unit_id}"])
        Affiliation.objects.create(school_id=other, person=an, kind="pupil", valid_from="2026-06-01")
    one = checked(minh, [[1, "", "", an.full_name, str(an.birth), "", "", "7A", "", ""]])
    assert "Em này đang học ở trường khác." in problems(one)


def test_a_pupil_moves_while_nothing_is_kept(minh):
    an, here = pupil()
    with acting_as("thay-minh"):
        there = SchoolClass.objects.filter(year=2025).exclude(pk=here.pk).first()
        for kept in (MarkRow, Conduct):
            kept.objects.filter(student=an).delete()
    row = [1, "", "", an.full_name, str(an.birth), "", "", there.name, "", ""]
    before = count()
    one = checked(minh, [row])
    assert one.counts["changed"] == 1, problems(one)
    one = written(minh, one)
    with acting_as("thay-minh"):
        assert Enrolment.objects.get(student=an, year=2025, ends_on=None).school_class_id == there.pk
    assert undone(minh, one).state == "undone"
    assert count() == before
    with acting_as("thay-minh"):
        Conduct.objects.create(
            school_id=minh.unit_id, school_class=here, student=an, term=1, updated_at="2026-01-01T00:00:00Z"
        )
    assert "Em đã có điểm ở lớp" in problems(checked(minh, [row]))


def test_undo_waits_for_what_builds_on_it(minh):
    one = written(minh, checked(minh, [BINH]))
    with acting_as("thay-minh"):
        seat = Enrolment.objects.get(student__full_name="Trần Thị Bình")
        conduct = Conduct.objects.create(
            school_id=seat.school_id, school_class=seat.school_class, student_id=seat.student_id, term=1,
            updated_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
    assert "Em Trần Thị Bình đã có điểm." in undone(minh, one).note
    with acting_as("thay-minh"):
        conduct.delete()
    later = written(minh, checked(minh, [[*BINH[:6], "Tày", *BINH[7:]], CUONG]))
    assert "lần nhập sau" in undone(minh, one).note
    assert undone(minh, later).state == "undone"
    assert undone(minh, one).state == "undone"


def test_the_class_of_a_whole_list(minh):
    header = ["Họ và tên", "Ngày sinh"]
    one = checked(minh, [["Trần Thị Bình", "05/09/2013"]], header, group="7A")
    written(minh, one)
    with acting_as("thay-minh"):
        assert Enrolment.objects.get(student__full_name="Trần Thị Bình").school_class.name == "7A"


def test_statements_do_not_grow_with_rows(minh):
    def cost(first, n):
        names = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khoa", "Lan", "Minh", "Nam", "Oanh", "Phúc"]
        rows = [
            [i, f"80990{first + i:05d}", f"0723{first + i:08d}", f"Trần Văn {names[i]}", f"{i + 1:02d}/09/2013", "Nam",
             "Kinh", "7A", f"Lê Thị {names[i]}", f"0900{first + i:06d}"] for i in range(n)
        ]  # fmt: skip
        one = checked(minh, rows)
        with acting_as("thay-minh"):
            sheets.order_write(minh, one.pk)
        with CaptureQueriesContext(connection) as found:
            assert worked(one).done == n
        return len(found)

    cost(100, 2)  # from here on there are namesakes
    assert cost(200, 2) == cost(300, 12)


@pytest.mark.parametrize("header", [
    ["Mã định danh Bộ GD&ĐT", "Số ĐDCN/CCCD", "Họ và tên học sinh", "Ngày tháng năm sinh", "Nam/Nữ", "Tên lớp",
     "Họ tên bố", "Điện thoại bố"],
    ["MA_HOC_SINH", "Số CMND/CCCD", "HO_TEN", "NGAY_SINH", "GIOI_TINH", "MA_LOP", "HO_TEN_BO", "SĐT cha"],
])  # fmt: skip
def test_columns_of_others_are_recognised(minh, header):
    row = ["8099000001", "072314000001", "Trần Thị Bình", "05/09/2013", "Nữ", "7A", "Trần Văn Ba", "0900111222"]
    one = checked(minh, [row], header)
    fields = ["code", "number", "name", "birth", "sex", "class", "father", "father_phone"]
    assert one.columns == {field: [place] for place, field in enumerate(fields)}


def sheet_of(response):
    assert response.status_code == 200, response.content.decode()
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def test_the_list_of_a_class_goes_out_and_comes_back_unchanged(minh):
    an, here = pupil()
    response = client_as("thay-minh").get("/sheets/out/pupils/list?group=7A")
    rows = list(sheet_of(response).values)
    with acting_as("thay-minh"):
        assert len(rows) - 1 == Enrolment.objects.filter(school_class=here, ends_on=None).count()
    assert rows[1][2] == an.full_name
    assert rows[0][:4] == ("Mã học sinh", "Số định danh cá nhân", "Họ và tên", "Ngày sinh")
    with acting_as("thay-minh"):
        one = sheets.receive(minh, minh.unit_id, "pupils", response.content, "ds.xlsx")
        sheets.order_check(minh, one.pk)
    one = worked(one)
    assert one.counts["unchanged"] == len(rows) - 1, problems(one)


def test_the_ministrys_blank_form_is_filled(minh):
    from django.core.files.uploadedfile import SimpleUploadedFile

    an, _class = pupil()
    form = nasty.xlsx([["STT", "Mã học sinh", "Họ tên học sinh", "Ngày sinh", "Giới tính", "Mã dân tộc", "Tôn giáo"]])
    response = client_as("thay-minh").post(
        "/sheets/out/pupils/form", {"file": SimpleUploadedFile("mau.xlsx", form), "group": "7A"}
    )
    first = [cell.value for cell in sheet_of(response)[2]]
    assert (first[0], first[2], first[3], first[5]) == (1, an.full_name, str(an.birth), "01")
    assert len(first) < 7 or first[6] is None


def test_who_may_has_a_way_to_it():
    assert 'href="/sheets/"' in client_as("thay-minh").get("/").content.decode()
    assert 'href="/sheets/"' not in client_as("co-lan").get("/").content.decode()
    assert client_as("co-lan").get("/sheets/").status_code == 404


def test_nothing_is_written_twice_by_a_stale_check(minh):
    one = checked(minh, [BINH])
    written(minh, checked(minh, [BINH]))
    assert "đã thay đổi từ lúc kiểm tra" in written(minh, one).note
    with acting_as("thay-minh"), pytest.raises(Conflict):
        sheets.order_undo(minh, one.pk)
