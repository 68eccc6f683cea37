"""Transcripts for machines."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.personas import client_as

pytestmark = pytest.mark.django_db
API = "/api/v1/transcripts"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def test_a_list_names_what_the_feed_names(an, n):
    rows = client_as("thay-minh").get(f"{API}?year=2025&state=issued").json()
    mine = next(row for row in rows if row["uid"] == str(an.uid))
    assert (mine["phienban"], mine["trangthai"], mine["hovaten"]) == (1, "issued", "Nguyễn Hoàng An")
    assert mine["sha256"] == an.digest
    assert len(rows) == n


@pytest.mark.parametrize("name", ["thay-khac", "anh-binh"])
def test_others_list_nothing(an, name):
    assert client_as(name).get(API).json() == []
    assert client_as(name).get(f"{API}/{an.uid}").status_code == 404
    assert client_as(name).get(f"{API}/{an.uid}/xml").status_code == 404


def test_nobody_lists_without_log_in(an):
    assert client_as("").get(API).status_code == 401


def test_a_status_tells_steps_and_signatures(an):
    said = client_as("chi-hoa").get(f"{API}/{an.uid}").json()
    assert said["steps"][-1]["title"] == "Đã phát hành"
    assert len(said["signatures"]) == 15


def test_the_document_comes_byte_for_byte(an):
    assert client_as("chi-hoa").get(f"{API}/{an.uid}/xml").content == an.xml.encode()


def test_anybody_verifies(an):
    client = client_as("")
    assert client.get(f"{API}/verify/{an.verify_code}").json()["outcome"] == "valid"
    forged = an.xml.replace("<diem>8", "<diem>9", 1).encode()
    said = client.post(f"{API}/verify", {"file": SimpleUploadedFile("an.xml", forged)}).json()
    assert (said["outcome"], said["altered"]) == ("altered", {"mon-NV": "Môn Ngữ văn"})


def test_a_mistyped_code_is_explained(db):
    answer = client_as("").get(f"{API}/verify/abc")
    assert answer.status_code == 422
    assert "12 chữ và số" in answer.json()["hint"]
