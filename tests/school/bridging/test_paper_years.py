"""A year on paper: copied with its scan, certified by the principal, shown to the family, never changed."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.platform.signing.ports import WrongPin
from khuevan.registry.audit.api import Entry
from khuevan.registry.people.api import Person
from khuevan.school.bridging.api import (
    PaperYear,
    Place,
    certified_of,
    certify,
    drop,
    enter,
    holds,
    paper_year_by_uid,
    read_results,
    results_of,
)
from tests.personas import acting_as, client_as
from tests.school.transcripts.school import PIN

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a scan"
PLACE = Place(2022, 4, "4C", "Trường Tiểu học Cũ", "HB-0417")
TERMS = ("", "", "Hoàn thành tốt")


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def results():
    return read_results([("Toán", "", "9", "T"), ("Tiếng Việt", "", "8", "H")], TERMS, ("", "", "T"), "Lên lớp 5", "")


@pytest.fixture
def pupil(ready, hoa):
    with acting_as("chi-hoa"):
        return Person.objects.get(full_name="Nguyễn Hoàng An")


@pytest.fixture
def entered(pupil, minh, results):
    with acting_as("thay-minh"):
        return enter(minh, pupil, PLACE, results, PDF, "quet.pdf")


@pytest.fixture
def certified(entered, minh):
    with acting_as("thay-minh"):
        certify(minh, paper_year_by_uid(minh, entered.uid), PIN)
        return paper_year_by_uid(minh, entered.uid)


def test_a_year_keeps_what_the_paper_says_and_the_rules_of_its_time(entered, results):
    assert entered.rules == "TT22-2016"
    assert results_of(entered.results) == results
    with acting_as("thay-minh"):
        assert Entry.objects.filter(book="bridging", verb="enter").count() == 1


def test_a_leader_certifies_and_the_signature_holds(certified):
    assert certified.case.state == "certified"
    assert certified.certified_by == "Lê Quang Minh"
    assert "HB-0417" in certified.xml
    assert holds(certified)


def test_the_certificate_names_the_scan_by_its_digest(certified):
    assert certified.scan.sha256 in certified.xml


@pytest.mark.parametrize("change", [{"results": "row"}, {"book_no": "HB-1"}, {"xml": "xml"}, {"year": 2021}])
def test_any_change_after_the_certificate_is_seen(certified, minh, change):
    if "results" in change:
        change = {"results": {**certified.results, "outcome": "Lên lớp 9"}}
    if "xml" in change:
        change = {"xml": certified.xml.replace("Lên lớp 5", "Lên lớp 9")}
    with acting_as("thay-minh"):
        PaperYear.objects.filter(pk=certified.pk).update(**change)
        assert not holds(paper_year_by_uid(minh, certified.uid))
    assert "không hợp lệ" in client_as("thay-minh").get(f"/bridging/{certified.uid}/").content.decode()


def test_a_wrong_pin_certifies_nothing(entered, minh):
    with acting_as("thay-minh"), pytest.raises(WrongPin):
        certify(minh, paper_year_by_uid(minh, entered.uid), "000000")
    with acting_as("thay-minh"):
        assert paper_year_by_uid(minh, entered.uid).case.state == "entered"


def test_teachers_and_families_enter_nothing(pupil, lan, hoa, results):
    for name, who in (("co-lan", lan), ("chi-hoa", hoa)):
        with acting_as(name), pytest.raises(NotAllowed):
            enter(who, pupil, PLACE, results, PDF)


def test_what_waits_is_entered_anew_and_keeps_its_scan(entered, pupil, minh, results):
    again = Place(2022, 4, "4D", "Trường Tiểu học Cũ", "HB-0417")
    with acting_as("thay-minh"):
        made = enter(minh, pupil, again, results, b"")
        assert (made.pk, made.class_name, made.scan_id) == (entered.pk, "4D", entered.scan_id)


def test_a_certified_year_is_withdrawn_with_a_reason_before_it_is_entered_anew(certified, pupil, minh, results):
    with acting_as("thay-minh"):
        with pytest.raises(Conflict):
            enter(minh, pupil, PLACE, results, PDF)
        with pytest.raises(Invalid):
            drop(minh, paper_year_by_uid(minh, certified.uid), " ")
        drop(minh, paper_year_by_uid(minh, certified.uid), "Nhập nhầm trang")
        assert enter(minh, pupil, PLACE, results, PDF).pk != certified.pk


@pytest.mark.parametrize(
    "place",
    [
        Place(2022, 13, "x", "y", "z"), Place(2050, 4, "x", "y", "z"), Place(2022, 12, "12A", "y", "z"),
        Place(2022, 4, "", "y", "z"), Place(2022, 4, "4C", "y", ""),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(pupil, minh, results, place):
    with acting_as("thay-minh"), pytest.raises(Invalid):
        enter(minh, pupil, place, results, PDF)


@pytest.mark.parametrize("scan", [b"", b"MZ\x90", b"<html>", b"%PDF-" + b"x" * (5 * 1024 * 1024)])
def test_a_scan_is_a_pdf_or_a_jpeg_of_fair_size(pupil, minh, results, scan):
    with acting_as("thay-minh"), pytest.raises(Invalid):
        enter(minh, pupil, PLACE, results, scan)


def test_a_year_with_a_digital_transcript_is_not_taken_from_paper(pupil, minh, results):
    from khuevan.school.enrolment.api import SchoolClass
    from khuevan.school.transcripts.api import Transcript

    with acting_as("thay-minh"):
        one = SchoolClass.objects.filter(school_id=minh.unit_id, year=2024, grade=6).first()
        Transcript.objects.create(
            school_id=minh.unit_id, student_id=pupil.pk, year=2024, school_class=one, code="x-2024"
        )  # fmt: skip
        with pytest.raises(Conflict):
            enter(minh, pupil, Place(2024, 6, "6A", "x", "y"), results, PDF)


def test_the_family_sees_it_once_it_is_certified(entered, pupil, minh, hoa):
    with acting_as("chi-hoa"):
        assert certified_of(hoa, pupil.pk) == []
        with pytest.raises(NotFound):
            paper_year_by_uid(hoa, entered.uid)
    with acting_as("thay-minh"):
        certify(minh, paper_year_by_uid(minh, entered.uid), PIN)
    with acting_as("chi-hoa"):
        (found,) = certified_of(hoa, pupil.pk)
    assert found.holds
    page = client_as("chi-hoa").get(f"/career/{pupil.uid}/").content.decode()
    assert "theo học bạ giấy số HB-0417, Lê Quang Minh ký ngày" in page


@pytest.mark.parametrize("name", ["thay-khac", "co-lan", "anh-binh", "chi-hoa"])
def test_what_waits_is_for_the_office_alone(entered, name):
    assert client_as(name).get(f"/bridging/{entered.uid}/").status_code == 404
    assert client_as(name).get(f"/bridging/{entered.uid}/scan").status_code == 404


def test_the_whole_way_on_pages(pupil):
    client = client_as("thay-minh")
    address = f"/bridging/pupils/{pupil.uid}/"
    assert f'href="{address}"' in client.get(f"/career/{pupil.uid}/").content.decode()
    sent = {
        "year": "2022", "grade": "4", "class": "4C", "school": "Tiểu học Cũ", "book": "HB-0417", "n-0": "Toán",
        "y-0": "T", "l3": "Hoàn thành tốt", "c3": "T", "outcome": "Lên lớp 5",
    }  # fmt: skip
    refused = client.post(address, sent | {"y-0": "tám"})
    assert refused.status_code == 422
    assert 'value="Tiểu học Cũ"' in refused.content.decode(), "what was typed stays"
    page = client.post(address, sent | {"scan": SimpleUploadedFile("a.pdf", PDF, "application/pdf")}, follow=True)
    year = page.redirect_chain[-1][0]
    assert "Chờ lãnh đạo chứng nhận" in page.content.decode()
    done = client.post(f"{year}certify", {"pin": PIN}, follow=True).content.decode()
    assert "chứng nhận theo học bạ giấy số HB-0417" in done
    scan = client.get(f"{year}scan")
    assert (scan.content, scan["Content-Type"]) == (PDF, "application/pdf")
    assert client.post(f"{year}certify", {"pin": PIN}).status_code == 409


def test_the_list_costs_the_same_for_one_and_for_three(entered, pupil, minh, results):
    def cost():
        client = client_as("thay-minh")
        client.get("/bridging/")
        with CaptureQueriesContext(connection) as found:
            client.get("/bridging/")
        return len(found)

    one = cost()
    with acting_as("thay-minh"):
        for year, grade in ((2020, 2), (2021, 3)):
            enter(minh, pupil, Place(year, grade, "x", "y", "z"), results, PDF)
    assert cost() == one
