"""The Sở's desk and what a school sees of it: who finds which page, what it costs, what happens on it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import today
from khuevan.kernel.errors import Invalid, NotAllowed, NotFound
from khuevan.platform.approvals.api import Step
from khuevan.registry.audit.api import Access, Entry
from khuevan.registry.units.api import Unit
from khuevan.school.review.api import Finding, accept_clean, deadlines_of, return_found, set_deadlines
from khuevan.school.transcripts.api import Batch, Version
from tests.personas import acting_as, client_as
from tests.school.review.conftest import YEAR, check
from tests.school.transcripts.school import states

pytestmark = pytest.mark.django_db


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.fixture
def school(db):
    from tests.personas import actor

    return Unit.objects.get(pk=actor("thay-minh").unit_id)


@pytest.fixture
def doubtful(submitted):
    """The first of 7A has lost its paper and was checked."""
    with acting_as("thay-minh"):
        version = Version.objects.filter(transcript__school_class=submitted).order_by("pk").first()
        Version.objects.filter(pk=version.pk).update(pdf=None)
    check(submitted.school_id)
    return version


@pytest.mark.parametrize("name", ["co-lan", "thay-minh", "chi-hoa"])
@pytest.mark.parametrize("address", ["/review/", "/review/deadlines/"])
def test_the_desk_is_for_authorities(name, address):
    assert client_as(name).get(address).status_code == 404
    assert client_as("anh-binh").get(address).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"), [("anh-binh", 200), ("thay-minh", 200), ("thay-khac", 404), ("co-lan", 404), ("chi-hoa", 404)]
)
def test_a_school_is_seen_by_the_sở_and_by_its_own_office(doubtful, submitted, school, name, status):
    client = client_as(name)
    assert client.get(f"/review/schools/{school.uid}/?year={YEAR}").status_code == status
    assert client.get(f"/review/classes/{submitted.uid}/").status_code == status


def test_the_page_of_a_class_names_what_was_found_and_what_to_do(doubtful, submitted):
    page = client_as("anh-binh").get(f"/review/classes/{submitted.uid}/").content.decode()
    assert "Thiếu bản PDF" in page
    assert "Trả lại để trường phát hành lại." in page
    assert "Không có gì phải xem" in page
    with acting_as("thay-minh"):
        assert Access.objects.filter(page="Kiểm tra học bạ").count() == 7


def test_the_desk_counts_what_was_sent_and_what_waits(doubtful, school):
    page = client_as("anh-binh").get("/review/", {"year": YEAR})
    line = next(one for one in page.context["page"] if one.school.id == school.pk)
    assert line.numbers.sent == line.numbers.submitted == 7
    assert (line.numbers.clean, line.numbers.doubtful, line.numbers.unchecked) == (6, 1, 0)
    level = next(one for one in page.context["by_level"] if one.name == "Trung học cơ sở")
    assert level.numbers.submitted == 7


def test_numbers_agree_by_level_by_unit_and_by_school(doubtful):
    page = client_as("anh-binh").get("/review/", {"year": YEAR, "by": "province", "boundaries": "2024-12-31"})
    total = page.context["total"]
    assert "địa giới ngày 31/12/2024" in page.content.decode()
    for groups in (page.context["by_level"], page.context["units"]):
        assert sum(group.numbers.pupils for group in groups) == total.pupils
        assert sum(group.numbers.sent for group in groups) == total.sent
    none = client_as("anh-binh").get("/review/", {"year": YEAR, "by": "district", "boundaries": "2025-07-01"})
    assert not none.context["by"], "there are no districts any more"


LISTS = ["/review/?year=2025", "/review/?year=2025&by=commune", "/review/schools/{school}/", "/review/classes/{class}/"]


@pytest.mark.parametrize("address", LISTS)
def test_pages_cost_the_same_for_one_and_for_many(doubtful, submitted, school, address):
    address = address.replace("{school}", str(school.uid)).replace("{class}", str(submitted.uid))
    many = queries(client_as("anh-binh"), address)
    with acting_as("thay-minh"):
        rest = Version.objects.exclude(pk=doubtful.pk).filter(transcript__year=YEAR)
        rest.update(superseded_at="2026-01-01T00:00Z")
    assert queries(client_as("anh-binh"), address) == many


def test_the_sound_ones_of_a_school_are_taken_in_together(doubtful, submitted, school):
    page = client_as("anh-binh").post(f"/review/schools/{school.uid}/accept", {"year": YEAR}, follow=True)
    assert "Đã tiếp nhận 6 học bạ không có điểm cần xem." in page.content.decode()
    assert states(submitted) == ["accepted"] * 6 + ["submitted"]


def test_what_was_not_checked_is_not_taken_in_unseen(submitted, binh):
    with acting_as("anh-binh"), pytest.raises(NotFound):
        accept_clean(binh, YEAR, submitted.school_id)


def test_each_goes_back_with_its_own_reason(doubtful, submitted, binh):
    with acting_as("anh-binh"):
        ids = list(Version.objects.filter(transcript__school_class=submitted).values_list("pk", flat=True))
        assert return_found(binh, ids, ["paper"]) == (1, 6)
        step = Step.objects.get(case_id=doubtful.case_id, verb="return")
    assert step.reason == "Thiếu bản PDF: Phiên bản 1."
    assert states(submitted) == ["returned"] + ["submitted"] * 6


def test_ticked_ones_go_back_with_what_is_written(doubtful, submitted):
    sent = {"version": doubtful.pk, "kind": "paper", "reason": "Xin gửi lại trước 20/6."}
    page = client_as("anh-binh").post(f"/review/classes/{submitted.uid}/return", sent, follow=True)
    assert "Đã trả lại 1 học bạ kèm lý do." in page.content.decode()
    with acting_as("thay-minh"):
        reason = Step.objects.get(case_id=doubtful.case_id, verb="return").reason
    assert reason == "Xin gửi lại trước 20/6. Thiếu bản PDF: Phiên bản 1."


@pytest.mark.parametrize(
    "sent", [{}, {"version": ["1"]}, {"version": ["x"], "reason": "y"}, {"version": ["1"], "kind": "no"}]
)
def test_a_return_without_reason_or_transcript_is_refused(submitted, sent):
    response = client_as("anh-binh").post(f"/review/classes/{submitted.uid}/return", sent)
    assert response.status_code == 422


def test_schools_decide_nothing(doubtful, submitted, school, minh):
    assert client_as("thay-minh").post(f"/review/schools/{school.uid}/accept", {"year": YEAR}).status_code == 404
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        return_found(minh, [doubtful.pk], words="x")
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        set_deadlines(minh, YEAR, {"03": today()})


def test_deadlines_are_set_kept_in_the_ledger_and_make_schools_late(submitted, school):
    due = today() - timedelta(days=3)
    client = client_as("anh-binh")
    page = client.post("/review/deadlines/", {"year": YEAR, "due-03": due.isoformat()}, follow=True)
    assert "Đã ghi 1 hạn nộp." in page.content.decode()
    line = next(one for one in page.context["page"] if one.school.id == school.pk)
    assert line.late == 3
    assert page.context["page"][0].late == 3, "the late ones first"
    with acting_as("anh-binh"):
        assert Entry.objects.filter(book="review", verb="deadline").count() == 1
    assert "Trễ hạn" in client_as("thay-minh").get("/").content.decode()
    late = client.get("/review/", {"year": YEAR, "late": "1"})
    assert all(one.late for one in late.context["page"])


def test_a_deadline_can_be_taken_away_and_must_be_possible(binh):
    with acting_as("anh-binh"):
        assert set_deadlines(binh, YEAR, {"02": today()}) == 1
        assert set_deadlines(binh, YEAR, {"02": today()}) == 0
        assert set_deadlines(binh, YEAR, {"02": None}) == 1
        assert deadlines_of(YEAR) == {}
        with pytest.raises(Invalid):
            set_deadlines(binh, YEAR, {"02": today().replace(year=2020)})
    refused = client_as("anh-binh").post("/review/deadlines/", {"due-02": "20/6", "due-03": "2026-06-15"})
    assert refused.status_code == 422
    assert all(f'value="{text}"' in refused.content.decode() for text in ("20/6", "2026-06-15"))


def test_the_list_goes_out_as_a_spreadsheet(doubtful):
    page = client_as("anh-binh").get("/review/", {"year": YEAR}).content.decode()
    assert 'data-file="hoc-ba-theo-truong"' in page


def test_the_sở_sees_which_schools_sign_and_issue_now(issued, school):
    with acting_as("thay-minh"):
        last = Batch.objects.filter(kind="issue").latest("pk")
        Batch.objects.filter(pk=last.pk).update(state="running", done=3, finished_at=None)
    client = client_as("anh-binh")
    page = client.get("/review/batches/", {"year": YEAR})
    text = page.content.decode()
    assert page.context["lines"][0].batch.pk == last.pk, "running ones first"
    assert "1 đợt đang chạy" in text
    assert school.name in text
    assert "every 3s" in text
    part = client.get("/review/batches/?part=list", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    with acting_as("thay-minh"):
        Batch.objects.update(state="done")
    assert "every 3s" not in client.get("/review/batches/", {"year": YEAR}).content.decode()
    assert client_as("thay-minh").get("/review/batches/").status_code == 404


def test_the_list_of_batches_costs_the_same_for_one_and_many(issued):
    many = queries(client_as("anh-binh"), "/review/batches/?year=2025")
    with acting_as("thay-minh"):
        Batch.objects.exclude(pk=Batch.objects.latest("pk").pk).update(year=2019)
    assert queries(client_as("anh-binh"), "/review/batches/?year=2025") == many


def test_a_check_is_ordered_on_the_page(submitted, school):
    client = client_as("anh-binh")
    page = client.post("/review/check", {"year": YEAR, "school": school.pk, "back": str(school.uid)}, follow=True)
    text = page.content.decode()
    assert "Đang kiểm tra học bạ của 1 trường." in text
    run = page.context["run"]
    assert f"/review/runs/{run.uid}/progress" in text
    assert "0/7" in client.get(f"/review/runs/{run.uid}/progress").content.decode()
    assert client_as("thay-khac").get(f"/review/runs/{run.uid}/progress").status_code == 404


def test_findings_are_for_the_school_and_the_sở_and_written_by_the_sở_alone(doubtful):
    with acting_as("thay-khac"):
        assert not Finding.objects.exists()
    with acting_as("thay-minh"):
        own = Finding.objects.get()
    with pytest.raises(DatabaseError, match="row-level security"), acting_as("thay-minh"):
        Finding.objects.filter(pk=own.pk).update(what="nothing")
    with pytest.raises(DatabaseError, match="permission denied"), acting_as("chi-hoa"):
        Finding.objects.exists()


@pytest.mark.parametrize("back", ["-" * 36, "0" * 36, "\x00", "../"])
def test_where_to_go_back_to_may_be_nonsense(submitted, back):
    answer = client_as("anh-binh").post("/review/check", {"back": back})
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/review/")
