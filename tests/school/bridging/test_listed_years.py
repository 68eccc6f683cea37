"""Many years on paper by spreadsheet: each row judged, written as entered, certified one by one, taken back whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.errors import Conflict
from khuevan.platform.sheets.actions import work
from khuevan.platform.sheets.api import lines, order_check, order_undo, order_write, receive
from khuevan.platform.sheets.models import Import
from khuevan.registry.audit.api import Entry
from khuevan.school.bridging.api import PaperYear, attach_scan, certify, paper_year_by_uid, results_of
from khuevan.school.enrolment.api import class_list
from tests.personas import acting_as, client_as
from tests.platform.sheets.nasty import xlsx
from tests.school.transcripts.school import PIN

pytestmark = pytest.mark.django_db
HEAD = ["Mã HS", "Họ và tên", "Năm học", "Khối", "Lớp", "Trường", "Số học bạ", "Toán", "Tiếng Việt", "Học lực",
        "Hạnh kiểm", "Kết luận"]  # fmt: skip
PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def pupils(ready):
    """Code and name of three pupils of 7A."""
    with acting_as("thay-minh"):
        return [(one.code, one.name) for one in class_list(ready)[:3]]


def row(pupil, year="2022-2023", math=9, **more):
    cells = [*pupil, year, 4, "4C", "TH Cũ", "HB-1", math, "H", "Hoàn thành tốt", "T", "Lên lớp 5"]
    for name, value in more.items():
        cells[HEAD.index(name.replace("_", " "))] = value
    return cells


def brought(minh, rows):
    """The import after its check."""
    with acting_as("thay-minh"):
        one = receive(minh, minh.unit_id, "paper_years", xlsx([HEAD, *rows]), "hoc-ba-giay.xlsx")
        order_check(minh, one.pk)
    return worked(one)


def worked(one):
    work.run(one.school_id, one.pk)
    with acting_as("thay-minh"):
        return Import.objects.get(pk=one.pk)


def written(minh, one):
    with acting_as("thay-minh"):
        order_write(minh, one.pk)
    return worked(one)


def undone(minh, one):
    with acting_as("thay-minh"):
        order_undo(minh, one.pk)
    return worked(one)


def kept():
    with acting_as("thay-minh"):
        return list(PaperYear.objects.select_related("case").order_by("student_id", "year"))


def problems(minh, one):
    with acting_as("thay-minh"):
        return [" ".join(words for _place, words in line.problems) for line in lines(one)]


def test_rows_become_years_that_wait_for_their_scan_and_certificate(pupils, minh):
    done = written(
        minh, brought(minh, [row(one, f"{2021 + n}–{2022 + n}", Khối=3 + n) for one in pupils for n in (0, 1)])
    )
    assert (done.state, done.done) == ("done", 6)
    rows = kept()
    assert len(rows) == 6
    assert {one.case.state for one in rows} == {"entered"}
    said = results_of(rows[0].results)
    assert said.subjects == (("Toán", "", "", "9"), ("Tiếng Việt", "", "", "H"))
    assert (said.learning[2], said.conduct[2], said.outcome) == ("Hoàn thành tốt", "T", "Lên lớp 5")
    assert rows[0].rules == "TT22-2016"
    with acting_as("thay-minh"):
        assert Entry.objects.filter(book="bridging", verb="import").count() == 6


def test_nothing_is_certified_without_a_scan(pupils, minh):
    written(minh, brought(minh, [row(pupils[0])]))
    [one] = kept()
    client, address = client_as("thay-minh"), f"/bridging/{one.uid}/"
    page = client.get(address).content.decode()
    assert "Chưa có bản quét" in page
    assert "Ký chứng nhận</span>" not in page
    with acting_as("thay-minh"), pytest.raises(Conflict, match="Chưa có bản quét"):
        certify(minh, paper_year_by_uid(minh, one.uid), PIN)
    client.post(f"{address}attach", {"scan": SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    client.post(f"{address}certify", {"pin": PIN})
    assert kept()[0].case.state == "certified"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Năm_học": "2022-2024"}, "không phải là năm học"),
        ({"Khối": 12}, "không hợp với năm sinh"),
        ({"Toán": "tám"}, "không phải là điểm hay mức"),
        ({"Toán": None, "Tiếng_Việt": None}, "Chưa có kết quả môn nào"),
        ({"Mã_HS": "KV0000000000", "Họ_và_tên": "Người Lạ"}, "Không tìm thấy học sinh"),
        ({"Kết_luận": None}, "Thiếu “Kết luận”"),
    ],
)
def test_what_is_wrong_is_said_in_its_row_and_nothing_is_written(pupils, minh, change, why):
    one = brought(minh, [row(pupils[0], **change), row(pupils[1])])
    assert (one.counts["error"], one.counts["new"]) == (1, 1)
    assert why in " ".join(problems(minh, one))
    with acting_as("thay-minh"), pytest.raises(Conflict):
        order_write(minh, one.pk)
    assert kept() == []


def test_the_same_year_twice_in_a_file_is_refused(pupils, minh):
    assert brought(minh, [row(pupils[0]), row(pupils[0], math=8)]).counts["error"] == 2


def test_a_second_file_changes_what_waits_and_its_undo_brings_the_old_back(pupils, minh):
    written(minh, brought(minh, [row(pupils[0])]))
    second = brought(minh, [row(pupils[0], math="9,5", Lớp="4D")])
    assert second.counts["changed"] == 1
    second = written(minh, second)
    assert [(one.class_name, one.results["subjects"][0][3]) for one in kept()] == [("4D", "9,5")]
    assert undone(minh, second).state == "undone"
    assert [(one.class_name, one.results["subjects"][0][3]) for one in kept()] == [("4C", "9")]


def test_undo_withdraws_what_was_made_and_stops_at_a_certificate(pupils, minh):
    first = written(minh, brought(minh, [row(one) for one in pupils]))
    [one, *_rest] = kept()
    with acting_as("thay-minh"):
        attach_scan(minh, paper_year_by_uid(minh, one.uid), PDF)
        certify(minh, paper_year_by_uid(minh, one.uid), PIN)
    assert "ký chứng nhận" in undone(minh, first).note
    assert brought(minh, [row(pupils[0], math=5)]).counts["error"] == 1, "certified: no file changes it"
    other = written(minh, brought(minh, [row(pupils[0], "2021-2022", Khối=3)]))
    assert undone(minh, other).state == "undone"
    states = [(one.year, one.case.state) for one in kept()]
    assert states.count((2021, "withdrawn")) == 1
    assert states.count((2022, "certified")) == 1


def test_writing_costs_the_same_for_one_and_for_three(pupils, minh):
    def cost(rows):
        one = brought(minh, rows)
        with acting_as("thay-minh"):
            order_write(minh, one.pk)
        with CaptureQueriesContext(connection) as found:
            work.run(one.school_id, one.pk)
        return len(found)

    assert cost([row(pupils[0])]) == cost([row(one, "2021-2022", Khối=3) for one in pupils])
