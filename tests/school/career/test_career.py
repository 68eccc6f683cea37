"""An's issued year goes with him to another school, and to whom his mother shows it; nobody there can change it."""

import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import zxingcpp
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from khuevan.kernel import clock
from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.registry.audit.api import Access
from khuevan.registry.people.api import Person
from khuevan.school.bridging.api import Place, certified_of, certify, drop, enter, paper_year_by_uid, read_results
from khuevan.school.career.api import Link, booklet, career_of, share
from khuevan.school.register.api import Dossier, DossierFile
from khuevan.school.transcripts.api import Version, correct, revoke
from tests.personas import acting_as, actor, client_as
from tests.platform.documents.test_signed_code import pixels
from tests.school.register import ground
from tests.school.transcripts.school import PIN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def person(an):
    with acting_as("chi-hoa"):
        return Person.objects.get(pk=an.student_id)


@pytest.fixture
def moved(an):
    """An has gone to thầy Khắc's school with his dossier; the leader there."""
    with clock.frozen(ground.NOW):
        transfer = ground.asked()
        ground.agreed(transfer)
        ground.released(transfer)
        return ground.office(ground.other())


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def text_of(pdf, tmp_path):
    (tmp_path / "booklet.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(tmp_path / "booklet.pdf"), "-"], capture_output=True, text=True)
    return re.sub(r"\s+", " ", done.stdout)


def test_the_own_school_and_the_family_see_the_year(an, person, minh, hoa):
    for name, who in (("thay-minh", minh), ("chi-hoa", hoa)):
        with acting_as(name):
            (year,) = career_of(who, person.pk)
        assert (year.content.heading.verify_code, year.state, year.version) == (an.verify_code, "valid", an.uid)


def test_a_year_whose_replacement_is_being_made_does_not_vanish(an, person, minh, hoa):
    with acting_as("thay-minh"):
        correct(minh, an.pk, "Ghi sai điểm", "15/QĐ")
    for name, who in (("thay-minh", minh), ("chi-hoa", hoa)):
        with acting_as(name):
            (year,) = career_of(who, person.pk)
            assert (year.state, year.version) == ("superseded", an.uid)
            with pytest.raises(NotFound):
                booklet([year], "03")
    page = client_as("chi-hoa").get(f"/career/{person.uid}/").content.decode()
    assert "Đã thay thế, chờ bản mới" in page


def test_the_receiving_school_has_a_copy_that_it_can_read_and_not_change(an, person, moved):
    with ground.at(moved):
        (year,) = career_of(moved, person.pk)
        assert (year.content.heading.verify_code, year.state) == (an.verify_code, "valid")
        assert year.version is None, "the other school's row is out of sight"
        assert DossierFile.objects.filter(uid=year.file).exists()
        assert not Version.objects.filter(pk=an.pk).exists()
        with pytest.raises(NotFound):
            correct(moved, an.pk, "Muốn sửa điểm", "1/QĐ")
        assert Version.objects.filter(pk=an.pk).update(xml="") == 0


def test_what_a_dossier_says_can_be_changed_by_no_role(person, moved):
    with ground.at(moved), pytest.raises(DatabaseError), transaction.atomic():
        Dossier.objects.filter(student_id=person.pk).update(content={})


def test_a_copy_says_when_the_earlier_school_has_replaced_or_revoked_it(an, person, moved, minh):
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Cấp nhầm")
    with ground.at(moved):
        (year,) = career_of(moved, person.pk)
    assert year.state == "revoked"


def test_a_corrected_year_is_marked_at_the_receiving_school(an, person, moved):
    with acting_as("thay-minh"):
        Version.objects.filter(pk=an.pk).update(superseded_at=now())
    with ground.at(moved):
        (year,) = career_of(moved, person.pk)
    assert year.state == "superseded"
    with ground.at(moved), pytest.raises(NotFound):
        booklet([year], "03")


def test_the_booklet_prints_the_year_with_its_school_signatures_and_code(an, person, hoa, tmp_path):
    with acting_as("chi-hoa"):
        years = career_of(hoa, person.pk)
    said = text_of(booklet(years, "03"), tmp_path)
    assert "NGUYỄN HOÀNG AN" in said
    assert f"mã tra cứu {an.verify_code}" in said
    assert "Bản in gộp 1 học bạ số đã phát hành" in said
    assert "Lê Quang Minh" in said
    assert said.count("Trần Thị Tuyết Mai") >= 2, "the homeroom teacher signed the year"
    assert "THCS Nguyễn Đình Chiểu" in said


def test_two_years_of_two_schools_stand_in_one_booklet_each_with_its_own(an, person, hoa, tmp_path):
    with acting_as("chi-hoa"):
        (year,) = career_of(hoa, person.pk)
    then = {"year": 2024, "grade": 6, "class_name": "6B", "verify_code": "AAAA-BBBB-CCCC"}
    heading = replace(year.content.heading, school_name="THCS Trường Cũ", **then)
    earlier = replace(year, content=replace(year.content, heading=heading))
    said = text_of(booklet([earlier, year], "03"), tmp_path)
    assert "THCS TRƯỜNG CŨ" in said.upper()
    assert "Bản in gộp 2 học bạ số" in said
    for code in ("AAAA-BBBB-CCCC", an.verify_code):
        assert f"mã tra cứu {code}" in said


READERS = [
    ("thay-minh", 200),
    ("chi-hoa", 200),
    ("co-mai", 200),
    ("anh-binh", 200),
    ("thay-khac", 404),
    ("co-thu", 404),
]


@pytest.mark.parametrize(("name", "status"), READERS)
def test_who_finds_the_page(an, person, name, status):
    assert client_as(name).get(f"/career/{person.uid}/").status_code == status


def test_the_sở_sees_only_what_was_sent(an, person):
    binh = actor("anh-binh")
    with acting_as("anh-binh"):
        assert career_of(binh, person.pk) == []


def test_the_page_costs_the_same_for_one_year_and_for_three(an, person):
    one = queries(client_as("chi-hoa"), f"/career/{person.uid}/")
    with acting_as("thay-minh"):
        found = Version.objects.select_related("transcript", "case").get(pk=an.pk)
        for year in (2019, 2020):
            transcript = found.transcript
            transcript.pk, transcript.year, transcript.code, transcript._state.adding = None, year, f"x-{year}", True
            transcript.uid = uuid4()
            transcript.save()
            copy = Version.objects.get(pk=an.pk)
            copy.pk, copy.transcript, copy._state.adding = None, transcript, True
            copy.uid, copy.verify_code = uuid4(), f"TEST-TEST-{year}"
            copy.save()
    address = f"/career/{person.uid}/"
    assert queries(client_as("chi-hoa"), address) == one


def test_a_link_shows_all_that_is_in_force_to_whoever_holds_it(an, person, hoa):
    with acting_as("chi-hoa"):
        link, token = share(hoa, person, 7, "Trường mới")
    visitor = client_as("")
    page = visitor.get(f"/h/{token}/")
    assert an.verify_code in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert visitor.get(f"/h/{token}/03.pdf").content.startswith(b"%PDF")
    assert visitor.get(f"/h/{token}/02.pdf").status_code == 404
    with acting_as("chi-hoa"):
        assert Link.objects.get(pk=link.pk).opened == 1
        assert Access.objects.filter(page__contains="qua liên kết chia sẻ").exists()
    assert client_as("thay-khac").get(f"/h/{token}/").status_code == 200


def test_a_revoked_year_leaves_the_shared_page(an, person, hoa, minh):
    with acting_as("chi-hoa"):
        _link, token = share(hoa, person, 7)
    with acting_as("thay-minh"):
        revoke(minh, an.pk, "Cấp nhầm")
    page = client_as("").get(f"/h/{token}/").content.decode()
    assert an.verify_code not in page
    assert "Chưa có học bạ nào đã phát hành" in page


def test_a_link_that_is_withdrawn_expired_or_made_up_leads_nowhere(an, person, hoa):
    with acting_as("chi-hoa"):
        link, token = share(hoa, person, 1)
        other, late = share(hoa, person, 1)
        long_ago = now() - timedelta(days=9)
        Link.objects.filter(pk=other.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=1))
    client_as("chi-hoa").post(f"/career/links/{link.uid}/withdraw")
    for token_ in (token, late, "x" * 24):
        assert client_as("").get(f"/h/{token_}/").status_code == 404
        assert client_as("").get(f"/h/{token_}/03.pdf").status_code == 404


def test_only_the_own_family_shares(an, person, minh, hoa):
    with acting_as("thay-minh"), pytest.raises(NotFound):
        share(minh, person, 7)
    with acting_as("chi-hoa"), pytest.raises(Invalid):
        share(hoa, person, 8)
    assert client_as("thay-minh").post(f"/career/{person.uid}/share", {"days": 7}).status_code == 404


def test_the_family_makes_a_link_on_the_page(an, person):
    client = client_as("chi-hoa")
    page = client.post(f"/career/{person.uid}/share", {"days": "7", "purpose": "Xin học"}, follow=True).content.decode()
    assert "/h/" in page
    assert "Xin học" in page
    assert "Liên kết đã sẵn sàng" not in client.get(f"/career/{person.uid}/").content.decode()


def test_a_refused_link_keeps_what_was_typed(an, person):
    refused = client_as("chi-hoa").post(f"/career/{person.uid}/share", {"days": "8", "purpose": "Xin học"})
    assert refused.status_code == 422
    assert 'value="Xin học"' in refused.content.decode()
    assert "Thời hạn không hợp lệ" in refused.content.decode()


def test_the_pages_of_a_version_and_of_a_pupil_lead_here(an, person):
    assert f"/career/{person.uid}/" in client_as("chi-hoa").get(f"/transcripts/{an.uid}/").content.decode()
    assert f"/career/{person.uid}/" in client_as("thay-minh").get(f"/gradebook/pupils/{person.uid}/").content.decode()


def test_the_cover_carries_all_years_in_one_code_that_both_pages_read(an, person, hoa, tmp_path):
    with acting_as("chi-hoa"):
        (year,) = career_of(hoa, person.pk)
    heading = replace(year.content.heading, year=2020, grade=2, stage="02", verify_code="AAAA-BBBB-CCCC")
    primary = replace(year, content=replace(year.content, heading=heading))
    [code] = [one for one in codes_on(booklet([primary, year], "03"), tmp_path) if one.startswith("KV1:")]
    page = client_as("").post("/verify/", {"code": code}).content.decode()
    assert "Mã QR 2 năm học của Nguyễn Hoàng An" in page
    assert an.verify_code in page
    assert "2020–2021" in page


def codes_on(pdf, tmp_path):
    """What the codes on the first page say, from a print with 200 dots an inch."""
    (tmp_path / "cover.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "200", "-l", "1", "-gray", str(tmp_path / "cover.pdf"), str(tmp_path / "cover")]
    subprocess.run(command, check=True)
    return [one.text for one in zxingcpp.read_barcodes(pixels(next(tmp_path.glob("cover*.pgm")).read_bytes()))]


def test_years_on_paper_go_along_stand_in_the_booklet_and_follow_their_original(an, person, minh, hoa, tmp_path):
    results = read_results([("Toán", "", "9", "T")], ("", "", "Hoàn thành tốt"), ("", "", "T"), "Lên lớp 6", "")
    with acting_as("thay-minh"):
        first = enter(minh, person, Place(2023, 5, "5C", "TH Cũ", "HB-0417"), results, b"%PDF-1.7 a scan")
        certify(minh, paper_year_by_uid(minh, first.uid), PIN)
        same = enter(minh, person, Place(2024, 6, "6B", "THCS Cũ", "HB-0417"), results, b"%PDF-1.7 a scan")
        certify(minh, paper_year_by_uid(minh, same.uid), PIN)
    with clock.frozen(ground.NOW):
        transfer = ground.asked()
        ground.agreed(transfer)
        ground.released(transfer)
        there = ground.office(ground.other())
    with ground.at(there):
        papers = certified_of(there, person.pk)
        assert [(one.one.year, one.holds) for one in papers] == [(2023, True), (2024, True)]
        assert {one.one.carried_from for one in papers} == {"THCS Nguyễn Đình Chiểu"}
        said = text_of(booklet(career_of(there, person.pk), "03", papers), tmp_path)
    assert "NĂM HỌC CHÉP TỪ HỌC BẠ GIẤY" in said
    assert "Học bạ giấy số HB-0417. Lê Quang Minh" in said
    assert "THCS Cũ (học bạ giấy)" in said
    assert "TH Cũ" not in said.replace("THCS Cũ", ""), "of another level"
    with acting_as("chi-hoa"):
        assert [one.one.carried_from for one in certified_of(hoa, person.pk)] == ["", ""], "each certificate once"
    with acting_as("thay-minh"):
        drop(minh, paper_year_by_uid(minh, same.uid), "Nhập nhầm trang")
    with ground.at(there):
        assert [one.holds for one in certified_of(there, person.pk)] == [True, False]
