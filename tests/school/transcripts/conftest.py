"""Class 7A in the states through which its transcripts pass."""

import pytest

from khuevan.school.transcripts.api import Version, submit
from tests.personas import acting_as, actor
from tests.school.transcripts import school


@pytest.fixture
def lan(db):
    return actor("co-lan")


@pytest.fixture
def mai(db):
    return actor("co-mai")


@pytest.fixture
def minh(db):
    return actor("thay-minh")


@pytest.fixture
def binh(db):
    return actor("anh-binh")


@pytest.fixture
def hoa(db):
    return actor("chi-hoa")


@pytest.fixture
def ready(lan, minh):
    """7A with marks, conduct and keys; nobody acts."""
    with acting_as("co-lan"):
        found = school.class_named("7A", "co-lan")
        school.fill(found)
        school.give_keys(found, minh.person_id)
    return found


@pytest.fixture
def n(ready):
    """How many pupils 7A has."""
    with acting_as("co-lan"):
        return len(school.pupils_of(ready))


@pytest.fixture
def class_7a(ready):
    """The same, while cô Lan acts."""
    with acting_as("co-lan"):
        yield ready


@pytest.fixture
def subjects_signed(ready):
    school.sign_all_subjects(ready)
    return ready


@pytest.fixture
def homeroom_signed(subjects_signed):
    school.sign_as_homeroom(subjects_signed)
    with acting_as("thay-minh"):
        school.lock_terms(subjects_signed)
    return subjects_signed


@pytest.fixture
def issued(homeroom_signed):
    school.issue_all(homeroom_signed)
    return homeroom_signed


@pytest.fixture
def submitted(issued, minh):
    with acting_as("thay-minh"):
        submit(minh, [issued.pk])
    return issued


@pytest.fixture
def an(issued, hoa):
    """An's issued version."""
    with acting_as("thay-minh"):
        return Version.objects.select_related("transcript", "case", "pdf").get(
            student_id__in=hoa.student_ids, transcript__school_class=issued
        )
