"""Class 7A and class 2A, ready to be signed."""

import pytest

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
def class_7a(lan, minh):
    """7A with marks, conduct and keys; cô Lan acts."""
    with acting_as("co-lan"):
        found = school.class_named("7A", "co-lan")
        school.fill(found)
        school.give_keys(found, minh.person_id)
        yield found
