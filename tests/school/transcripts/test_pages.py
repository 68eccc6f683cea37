"""Pages: who finds which, what they cost, and what happens on them."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import now
from khuevan.registry.audit.api import Access
from khuevan.registry.files.api import content_of
from khuevan.school.transcripts.actions import limits
from khuevan.school.transcripts.api import Transcript, Version, correct, order_principal, return_
from khuevan.school.transcripts.queries.desk import school_lines
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import PIN, pupils_of
from tests.school.transcripts.test_verification import BAD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["", "thay-khac", "co-thu"])
@pytest.mark.parametrize("ending", ["", "xml", "pdf"])
def test_a_transcript_is_hidden_from_others(an, name, ending):
    response = client_as(name).get(f"/transcripts/{an.uid}/{ending}")
    assert response.status_code == (404 if name else 302)


@pytest.mark.parametrize("name", ["co-lan", "co-mai", "thay-minh", "chi-hoa"])
def test_those_whom_it_concerns_open_it_and_are_noted(an, name):
    assert client_as(name).get(f"/transcripts/{an.uid}/").status_code == 200
    with acting_as("chi-hoa"):
        assert Access.objects.filter(page__contains="Học bạ").count() == 1


def test_the_sở_opens_only_what_was_sent(an, minh):
    from khuevan.school.transcripts.api import submit

    assert client_as("anh-binh").get(f"/transcripts/{an.uid}/").status_code == 404
    with acting_as("thay-minh"):
        submit(minh, [an.transcript.school_class_id])
    assert client_as("anh-binh").get(f"/transcripts/{an.uid}/").status_code == 200


def test_families_do_not_see_what_is_not_issued(homeroom_signed, hoa):
    with acting_as("thay-minh"):
        version = Version.objects.get(student_id__in=hoa.student_ids)
    assert client_as("chi-hoa").get(f"/transcripts/{version.uid}/").status_code == 404


PAGES = [
    ("co-lan", "/transcripts/", 200),
    ("thay-minh", "/transcripts/", 200),
    ("anh-binh", "/transcripts/desk/", 200),
    ("co-lan", "/transcripts/key/", 200),
    ("co-lan", "/transcripts/desk/", 404),
    ("chi-hoa", "/transcripts/desk/", 404),
    ("co-lan", "/transcripts/family/", 404),
    ("chi-hoa", "/transcripts/key/", 404),
    ("anh-binh", "/transcripts/key/", 404),
]


@pytest.mark.parametrize(("name", "address", "status"), PAGES)
def test_pages_exist_for_those_who_need_them(name, address, status):
    assert client_as(name).get(address).status_code == status


def test_a_teacher_signs_on_the_page(ready, n):
    with acting_as("co-lan"):
        from khuevan.school.enrolment.api import ClassSubject

        book = ClassSubject.objects.get(school_class=ready, subject_id="TOAN")
    client = client_as("co-lan")
    sent = {"subject": book.pk, "pin": PIN}
    page = client.post(f"/transcripts/classes/{ready.uid}/sign-subjects", sent, follow=True)
    assert f"Đã ký: {n} chữ ký môn học." in page.content.decode()
    again = client.post(f"/transcripts/classes/{ready.uid}/sign-subjects", sent, follow=True)
    assert again.status_code == 200
    assert f"phần này có {n} chữ ký của thầy cô" in again.content.decode()


def test_the_question_before_signing_is_fetched_when_it_is_asked(ready, n):
    with acting_as("co-lan"):
        from khuevan.school.enrolment.api import ClassSubject

        book = ClassSubject.objects.select_related("subject").get(school_class=ready, subject_id="TOAN")
    client, address = client_as("co-lan"), f"/transcripts/books/{book.uid}/sign"
    assert address in client.get(f"/gradebook/books/{book.uid}/").content.decode()
    asked = client.get(address).content.decode()
    assert f"Ký môn {book.subject.name} lớp 7A cho {n} học sinh?" in asked
    assert "command=" not in asked
    assert not asked.lstrip().lower().startswith("<!doctype")
    client.post(f"/transcripts/classes/{ready.uid}/sign-subjects", {"subject": book.pk, "pin": PIN})
    assert client.get(address).status_code == 404
    assert [client_as(name).get(address).status_code for name in ("co-mai", "thay-minh", "thay-khac")] == [404] * 3


def test_a_wrong_pin_is_said_and_signs_nothing(ready):
    with acting_as("co-lan"):
        from khuevan.school.enrolment.api import ClassSubject

        book = ClassSubject.objects.get(school_class=ready, subject_id="TOAN")
    sent = {"subject": book.pk, "pin": "000000"}
    page = client_as("co-lan").post(f"/transcripts/classes/{ready.uid}/sign-subjects", sent)
    assert page.status_code == 403
    assert "PIN không đúng" in page.content.decode()


@pytest.mark.parametrize("body", [{}, {"subject": "x"}, {"subject": "9" * 30}, {"subject": ["1", "2"], "pin": "\x00"}])
def test_forms_filled_with_nonsense_are_refused(ready, body):
    assert client_as("co-lan").post(f"/transcripts/classes/{ready.uid}/sign-subjects", body).status_code == 404


def test_the_class_page_costs_the_same_for_few_and_many(ready):
    address = f"/transcripts/classes/{ready.uid}/"
    many = queries(client_as("thay-minh"), address)
    from khuevan.school.enrolment.api import Enrolment

    with acting_as("thay-minh"):
        Enrolment.objects.filter(school_class=ready, student_id__in=pupils_of(ready)[1:]).update(ends_on="2026-01-01")
    assert queries(client_as("thay-minh"), address) == many


LISTS = [
    ("thay-minh", "/transcripts/"), ("co-lan", "/transcripts/"), ("anh-binh", "/transcripts/desk/"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "address"), LISTS)
def test_lists_cost_the_same_for_one_and_many(submitted, name, address):
    many = queries(client_as(name), address)
    with acting_as("thay-minh"):
        Version.objects.exclude(pk=Version.objects.first().pk).update(superseded_at="2026-01-01T00:00Z")
    assert queries(client_as(name), address) == many


def test_a_homeroom_teacher_who_clicks_twice_reads_that_it_is_signed(subjects_signed, n):
    client, address = client_as("co-mai"), f"/transcripts/classes/{subjects_signed.uid}/sign-homeroom"
    first, second = (client.post(address, {"pin": PIN}, follow=True).content.decode() for _click in "ab")
    assert f"Đã ký: {n} chữ ký chủ nhiệm." in first
    assert f"phần này có {n} chữ ký của thầy cô" in second


def test_a_running_batch_is_on_the_page_of_its_class_and_nothing_is_ordered_beside_it(homeroom_signed, minh):
    client, address = client_as("thay-minh"), f"/transcripts/classes/{homeroom_signed.uid}/"
    assert 'id="sign-school"' in client.get(address).content.decode()
    with acting_as("thay-minh"):
        batch = order_principal(minh, [homeroom_signed.pk], PIN)
    page = client.get(address).content.decode()
    assert f"/transcripts/batches/{batch.uid}/progress" in page
    assert 'id="sign-school"' not in page


def test_the_desk_stays_in_the_year_that_was_chosen(submitted):
    client, year = client_as("anh-binh"), submitted.year
    page = client.get(f"/transcripts/desk/?year={year}").content.decode()
    links = re.findall(r'href="(\?(?:state|school)=[^"]*)"', page)
    assert len(links) == 4, "a school and three states"
    assert all(f"year={year}" in link for link in links)
    with acting_as("anh-binh"):
        one, two = Version.objects.order_by("pk")[:2]
    sent = client.post("/transcripts/desk/accept", {"version": one.pk, "year": year})
    assert sent.url == f"/transcripts/desk/?year={year}"
    assert client.post(f"/transcripts/{two.uid}/accept").url == f"/transcripts/desk/?year={year}"


def test_the_first_page_of_the_sở_tells_years_apart(submitted, binh, n):
    """A school that has sent nothing of this year is not called done for what it sent of the last."""
    before = submitted.year - 1
    with acting_as("thay-minh"):
        Transcript.objects.filter(pk=Transcript.objects.order_by("pk").first().pk).update(year=before)
    with acting_as("anh-binh"):
        lines = [(line.year, line.counts) for line in school_lines(binh) if line.id == submitted.school_id]
    assert lines == [(submitted.year, {"submitted": n - 1}), (before, {"submitted": 1})]
    page = client_as("anh-binh").get("/").content.decode()
    assert all(f"school={submitted.school_id}&amp;year={year}" in page for year, _counts in lines)


def test_a_version_says_at_its_top_why_it_does_not_stand(submitted, minh, binh):
    with acting_as("anh-binh"):
        one = Version.objects.order_by("pk").first()
        return_(binh, one.pk, "Sai ngày sinh.")
    page = client_as("thay-minh").get(f"/transcripts/{one.uid}/").content.decode()
    assert page.index("Sở đã trả lại học bạ này") < page.index("Sai ngày sinh.") < page.index("Môn học")
    assert "Bấm Đính chính" in page
    assert "Bấm Đính chính" not in client_as("chi-hoa").get(f"/transcripts/{one.uid}/").content.decode()
    with acting_as("thay-minh"):
        fresh = correct(minh, one.pk, "Ghi sai ngày sinh", "15/QĐ")
    page = client_as("thay-minh").get(f"/transcripts/{one.uid}/").content.decode()
    assert "Bản này đã được thay thế" in page
    assert f"Mở phiên bản {fresh.number}" in page


def test_the_sở_accepts_the_ticked_ones(submitted):
    with acting_as("anh-binh"):
        ids = list(Version.objects.order_by("pk").values_list("pk", flat=True)[:3])
    page = client_as("anh-binh").post("/transcripts/desk/accept", {"version": ids}, follow=True)
    assert "Đã tiếp nhận 3 học bạ." in page.content.decode()


def test_a_file_is_verified_without_log_in(an):
    given = SimpleUploadedFile("an.pdf", content_of(an.pdf), "application/pdf")
    page = client_as("").post("/verify/", {"file": given})
    assert "Học bạ hợp lệ" in page.content.decode()


def test_an_altered_file_is_refused_with_the_part(an):
    forged = an.xml.replace("<diem>8", "<diem>9", 1).encode()
    page = client_as("").post("/verify/", {"file": SimpleUploadedFile("an.xml", forged)}).content.decode()
    assert "Nội dung đã bị thay đổi" in page
    assert "Môn Ngữ văn" in page


def test_personal_numbers_stay_hidden_behind_a_code(an):
    page = client_as("").get(f"/verify/{an.verify_code}/").content.decode()
    assert "Nguyễn Hoàng An" in page
    assert "Số định danh" not in page
    assert "Võ Thị Kim Hoa" not in page


def test_a_link_or_a_code_may_be_typed(an):
    client = client_as("")
    for text in (an.verify_code.lower(), f"https://example.vn/verify/{an.verify_code}/"):
        assert client.post("/verify/", {"code": text})["Location"] == f"/verify/{an.verify_code}/"


@pytest.mark.parametrize(("code", "status"), [("", 422), ("abc", 422), ("0000-0000-0000", 302)])
def test_a_mistyped_code_is_explained(code, status):
    assert client_as("").post("/verify/", {"code": code}).status_code == status


def test_an_oversized_upload_is_refused_unread():
    page = client_as("").post(
        "/verify/", data=b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH="9000000000"
    )
    assert page.status_code == 413
    assert "Tệp lớn hơn 5 MB nên không được kiểm tra." in page.content.decode()


def test_questions_in_a_flood_are_refused(db, monkeypatch):
    moment = now()
    monkeypatch.setattr(limits, "now", lambda: moment)
    client = client_as("")
    answers = [client.get("/verify/0000-0000-0000/").status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]


@pytest.mark.parametrize("name", ["text", "entities", "deep", "broken paper", "picture"])
def test_a_malformed_file_is_explained_to_the_visitor(db, name):
    client, said = client_as(""), re.compile("Không đọc được|không phải là học bạ|không hợp lệ", re.I)
    page = client.post("/verify/", {"file": SimpleUploadedFile("hoc-ba.xml", BAD[name])})
    assert page.status_code < 500
    assert said.search(page.content.decode())
    assert not said.search(client.get("/verify/").content.decode())
