"""A primary class (TT 27/2020) goes the same way."""

import pytest

from khuevan.registry.files.api import content_of
from khuevan.school.transcripts.api import Version, verify_code, verify_file
from tests.personas import acting_as, actor, client_as
from tests.school.transcripts import school

pytestmark = pytest.mark.django_db


@pytest.fixture
def bi(db):
    """Bi's issued transcript of class 2A."""
    with acting_as("co-thu"):
        found = school.class_named("2A", "co-thu")
        school.fill(found)
        school.give_keys(found, actor("thay-phuc").person_id)
    school.sign_all_subjects(found)
    school.sign_as_homeroom(found)
    with acting_as("thay-phuc"):
        school.lock_terms(found)
    school.issue_all(found, "thay-phuc")
    with acting_as("thay-phuc"):
        pupils = actor("chi-hoa").student_ids
        return Version.objects.select_related("pdf").get(student_id__in=pupils, transcript__school_class=found)


def test_it_is_issued_and_verified(bi):
    assert verify_file(bi.xml.encode()).outcome == "valid"
    assert verify_file(content_of(bi.pdf)).outcome == "valid"


def test_it_says_levels_traits_and_the_year(bi):
    content = verify_code(bi.verify_code).content
    assert (content.heading.stage, content.heading.rules) == ("02", "TT27-2020")
    assert {subject.form for subject in content.subjects} == {"primary"}
    reading = next(one for one in content.subjects if one.code == "TV")
    assert [(one.term, one.level, one.test) for one in reading.values] == [(1, "T", "9"), (3, "T", "9")]
    assert len(content.homeroom.traits) == 13  # grade 2 has neither Công nghệ nor Tin học
    assert content.homeroom.terms[-1].learning == "HTXS"
    assert (content.homeroom.award, content.homeroom.promoted) == ("Học sinh Xuất sắc", "1")


def test_it_has_no_marks_of_its_own(bi):
    assert "<diem>" not in bi.xml


def test_the_mother_reads_it_on_her_phone(bi):
    page = client_as("chi-hoa").get(f"/transcripts/{bi.uid}/").content.decode()
    assert "Hoàn thành tốt (9)" in page
    assert "Hoàn thành xuất sắc" in page
