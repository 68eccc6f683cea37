"""A list on its way in, and back out."""

import io

import openpyxl
import pytest

from khuevan.kernel.errors import Conflict, NotAllowed, NotFound
from khuevan.platform.sheets import ports
from khuevan.platform.sheets.actions import work
from khuevan.platform.sheets.actions.imports import decide, order_check, order_undo, order_write, receive, table_of
from khuevan.platform.sheets.adapters.refusals import Unreadable
from khuevan.platform.sheets.models import Import, Staged
from khuevan.platform.sheets.queries.heads import proposal_of
from khuevan.platform.sheets.queries.history import commented, imports, lines
from khuevan.registry.audit.api import Entry
from tests.personas import acting_as, actor

from . import nasty
from .fake import Pupils

pytestmark = pytest.mark.django_db

AN = {"code": "HS001", "name": "Nguyễn Văn An", "birth": "2014-05-07", "sex": 1, "mark": 70}
GOOD = [[*nasty.ROWS[0][:5], 8.5], [*nasty.ROWS[1][:5], 7], [*nasty.ROWS[2][:5], 9]]


@pytest.fixture
def school(monkeypatch):
    """The room above, with one pupil."""
    monkeypatch.setattr(ports, "_targets", {})
    one = Pupils({1: dict(AN)})
    ports.register(one)
    return one


@pytest.fixture
def minh():
    return actor("thay-minh")


def checked(minh, rows=GOOD, content=None, **more):
    with acting_as("thay-minh"):
        one = receive(minh, minh.unit_id, "pupils", content or nasty.xlsx([nasty.HEADER, *rows]), "ds.xlsx", **more)
        order_check(minh, one.pk)
    return worked(one)


def worked(one):
    """The import after the worker was there."""
    work.run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        return Import.objects.select_related("file").get(pk=one.pk)


def written(minh, one, **how):
    with acting_as("thay-minh"):
        order_write(minh, one.pk, **how)
    return worked(one)


def undone(minh, one):
    with acting_as("thay-minh"):
        order_undo(minh, one.pk)
    return worked(one)


def test_the_whole_way(school, minh):
    one = checked(minh)
    assert one.state == "checked"
    assert one.counts == {"new": 2, "changed": 1, "unchanged": 0, "doubtful": 0, "error": 0, "note": 0}
    assert school.rows == {1: AN}
    one = written(minh, one)
    assert (one.state, one.done) == ("done", 3)
    assert school.rows[1]["mark"] == 85
    assert [row["name"] for row in school.rows.values()] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường"]
    one = undone(minh, one)
    assert (one.state, one.undone_by) == ("undone", minh.name)
    assert school.rows == {1: AN}


def test_the_rows_side_by_side(school, minh):
    one = checked(minh, [*GOOD, [4, "HS004", "Bùi X", "31/02/2014", "Nam", 5]])
    with acting_as("thay-minh"):
        first, *_more, last = lines(one)
        assert first.changes == {"mark": ("7,0", "8,5")}
        assert first.values["birth"] == "07/05/2014"
        assert (last.verdict, last.number) == ("error", 5)
        assert last.problems[0][0] == "D5"
        assert "không phải là ngày" in last.problems[0][1]
        assert [row.number for row in lines(one, ["new"])] == [3, 4]
        file = openpyxl.load_workbook(io.BytesIO(commented(one, table_of(one))))
    assert "không phải là ngày" in file.active["D5"].comment.text


def test_history_says_who_which_file_and_when(school, minh):
    one = written(minh, checked(minh))
    with acting_as("thay-minh"):
        found = imports(minh, "pupils").get()
        assert (found.by, found.file.name, found.state) == (minh.name, "ds.xlsx", "done")
        entry = Entry.objects.filter(book="sheets").get()
        assert entry.new["file"] == one.file.sha256
        assert imports(minh, "staff").count() == 0
    with acting_as("thay-khac"):
        assert Import.objects.count() == Staged.objects.count() == 0
    lan = actor("co-lan")
    with acting_as("co-lan"):
        assert imports(lan).count() == 0


def test_errors_hold_everything_back_until_somebody_leaves_them_out(school, minh):
    one = checked(minh, [*GOOD, [4, "HS004", "Bùi X", "31/02/2014", "Nam", 5]])
    with acting_as("thay-minh"), pytest.raises(Conflict, match="Còn 1 dòng sai") as refusal:
        order_write(minh, one.pk)
    assert refusal.value.code == "rows_left"
    assert school.rows == {1: AN}
    assert written(minh, one, leave_out=True).done == 3
    assert len(school.rows) == 3


def test_doubtful_rows_wait_for_a_decision(school, minh):
    one = checked(minh, [[1, "", "Nguyen Van An", "07/05/2014", "Nam", 9], GOOD[1]])
    assert one.counts["doubtful"] == 1
    with acting_as("thay-minh"):
        assert decide(minh, one.pk, [1, 2]) == 1
    one = written(minh, one)
    assert one.state == "done"
    assert [row["name"] for row in school.rows.values()] == ["Nguyễn Văn An", "Nguyen Van An", "Trần Thị Bình"]


def test_a_stopped_file_is_not_written(school, minh):
    school.group = "7A"
    one = checked(minh, group="7B", content=nasty.two_classes())
    assert one.stops
    with acting_as("thay-minh"), pytest.raises(Conflict) as refusal:
        order_write(minh, one.pk, leave_out=True)
    assert refusal.value.code == "stopped"


def test_nothing_new_is_nothing_to_do(school, minh):
    one = checked(minh, [[1, "HS001", "Nguyễn Văn An", "07/05/2014", "Nam", 7]])
    assert one.counts["unchanged"] == 1
    with acting_as("thay-minh"), pytest.raises(Conflict, match="Không có gì để nhập"):
        order_write(minh, one.pk)


def test_what_changed_meanwhile_is_not_overwritten(school, minh):
    one = checked(minh)
    school.rows[1]["mark"] = 99
    one = written(minh, one)
    assert one.state == "checked"
    assert "đã thay đổi từ lúc kiểm tra" in one.note
    assert school.rows[1]["mark"] == 99
    assert len(school.rows) == 1


def test_undo_stops_where_something_depends_on_it(school, minh):
    one = written(minh, checked(minh))
    school.built_on = ["Em Trần Thị Bình đã có điểm."]
    one = undone(minh, one)
    assert one.state == "done"
    assert "đã có điểm" in one.note
    school.built_on = []
    school.rows[2]["phone"] = "0912345678"
    school.rows[1]["mark"] = 60
    one = undone(minh, one)
    assert "Nguyễn Văn An, 2014-05-07 đã được sửa sau khi nhập" in one.note
    del school.rows[3]
    assert "Dòng 4 đã bị xoá" in undone(minh, one).note
    assert len(school.rows) == 2


def test_a_mistake_of_ours_leaves_nothing_half_done(school, minh, monkeypatch):
    one = checked(minh)
    monkeypatch.setattr(school, "write", lambda *_given: [])
    with acting_as("thay-minh"):
        order_write(minh, one.pk)
    with pytest.raises(RuntimeError, match="wrote 0 of 3"):
        work.run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        one.refresh_from_db()
        assert one.state == "checked"
        assert "Máy chủ gặp lỗi" in one.note
        assert not Staged.objects.filter(written=True).exists()


def test_working_twice_is_working_once(school, minh):
    one = written(minh, checked(minh))
    work.run(one.school_id, one.pk)
    with acting_as("thay-minh"), pytest.raises(Conflict, match="Đã nhập"):
        order_write(minh, one.pk)
    assert len(school.rows) == 3


def test_a_corrected_file_replaces_what_was_checked(school, minh):
    one = checked(minh)
    with acting_as("thay-minh"):
        order_check(minh, one.pk, {1: "code", 2: "name", 3: "birth"})
    one = worked(one)
    assert sorted(one.columns) == ["birth", "code", "name"]
    assert one.counts["unchanged"] == 1
    with acting_as("thay-minh"):
        assert Staged.objects.filter(part_of=one).count() == 3


def test_columns_are_proposed_without_the_file_and_remembered(school, minh):
    rows = [
        ["STT", "Mã số", "Họ đệm", "Tên", "Sinh"],
        *[[n, f"HS{n}", "Lê", "An", f"0{n}/05/2014"] for n in range(1, 4)],
    ]
    with acting_as("thay-minh"):
        one = receive(minh, minh.unit_id, "pupils", nasty.xlsx(rows), "ds.xlsx")
        guesses = proposal_of(one).guesses
        assert [(guess.columns, guess.field) for guess in guesses] == [
            ((0,), ""), ((1,), ""), ((2, 3), "name"), ((4,), ""),
        ]  # fmt: skip
        assert guesses[2].samples == ("Lê An",)
        order_check(minh, one.pk, {1: "code", 2: "name", 4: "birth"})
        again = receive(minh, minh.unit_id, "pupils", nasty.xlsx(rows), "ds.xlsx")
        order_check(minh, again.pk)
    assert worked(again).columns == {"code": [1], "name": [2, 3], "birth": [4]}
    assert worked(one).counts["new"] == 3


def test_stalled_work_is_taken_up_again(school, minh):
    with acting_as("thay-minh"):
        one = receive(minh, minh.unit_id, "pupils", nasty.plain(), "ds.xlsx")
        one = order_check(minh, one.pk)
    later = one.touched_at + work.PATIENCE * 2
    with acting_as("anh-binh"):
        assert (one.school_id, one.pk) in work.stalled(later)
        assert work.stalled(one.touched_at) == []
    work.resume(one.school_id, one.pk)
    with acting_as("thay-minh"):
        assert Import.objects.get(pk=one.pk).touched_at > one.touched_at


def test_the_room_is_asked_once(school, minh):
    checked(minh)
    assert school.searches == 1


# Named, because a workbook holds the second it was made in and every worker must collect the same tests.
@pytest.mark.parametrize(
    "content", [nasty.pdf(), nasty.xlsx([nasty.HEADER]), b"mot dong"], ids=["pdf", "header alone", "one line"]
)
def test_what_cannot_be_read_leaves_nothing(school, minh, content):
    with acting_as("thay-minh"):
        with pytest.raises(Unreadable):
            receive(minh, minh.unit_id, "pupils", content, "ds.xlsx")
        assert Import.objects.count() == 0


def test_who_may(school, minh):
    lan = actor("co-lan")
    with acting_as("co-lan"), pytest.raises(NotAllowed):
        receive(lan, lan.unit_id, "pupils", nasty.plain(), "ds.xlsx")
    other = actor("thay-khac")
    with acting_as("thay-minh"), pytest.raises(NotFound, match="loại danh sách"):
        receive(minh, minh.unit_id, "nothing", nasty.plain(), "ds.xlsx")
    one = checked(minh)
    with acting_as("thay-khac"), pytest.raises(NotFound, match="lần nhập"):
        order_write(other, one.pk)
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        receive(minh, other.unit_id, "pupils", nasty.plain(), "ds.xlsx")
