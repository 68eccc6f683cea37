"""What the Sở finds by the search box: schools, and transcripts that came in."""

import pytest

from khuevan.school.transcripts.api import submit
from tests.personas import acting_as, client_as

pytestmark = pytest.mark.django_db


def found(name, text):
    return client_as(name).get("/search/", {"q": text}).content.decode()


def test_the_sở_finds_schools_and_their_desk():
    page = found("anh-binh", "le quy don")
    address = page.partition('href="/transcripts/desk/?school=')[2].partition('"')[0]
    desk = client_as("anh-binh").get("/transcripts/desk/", {"school": address})
    assert desk.status_code == 200
    assert "THCS Lê Quý Đôn" in page


def test_a_school_that_sent_nothing_shows_nothing_of_others(an, minh):
    with acting_as("thay-minh"):
        submit(minh, [an.transcript.school_class_id])
    address = found("anh-binh", "le quy don").partition("?school=")[2].partition('"')[0]
    assert (
        "Nguyễn Hoàng An" not in client_as("anh-binh").get("/transcripts/desk/", {"school": address}).content.decode()
    )
    assert "Nguyễn Hoàng An" in client_as("anh-binh").get("/transcripts/desk/").content.decode()


def test_the_sở_finds_a_transcript_once_it_came_in(an, minh):
    assert str(an.uid) not in found("anh-binh", "hoang an")
    with acting_as("thay-minh"):
        submit(minh, [an.transcript.school_class_id])
    assert str(an.uid) in found("anh-binh", "hoang an")


@pytest.mark.parametrize(("name", "address"), [("thay-minh", "/gradebook/school/"), ("co-lan", "/gradebook/")])
def test_staff_find_their_own_school_alone(name, address):
    assert f'class="found__hit" href="{address}"' in found(name, "nguyen dinh chieu")
    assert "THCS Lê Quý Đôn" not in found(name, "le quy don")


def test_families_find_no_school():
    assert "found__hit" not in found("chi-hoa", "nguyen dinh chieu")
