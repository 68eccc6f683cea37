"""Class 7A in the states through which its transcripts pass.

Reaching a state takes seconds: each is reached once in a module, and every test undoes only what it did itself. So the
tests of a module run in the order of the states that they start from.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from khuevan.school.transcripts.api import Version, submit
from tests.personas import acting_as, actor
from tests.school.transcripts import school

HERE = Path(__file__).parent
STATES = ("ready", "subjects_signed", "homeroom_signed", "issued", "submitted")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Within a module those first that start from the earliest state."""
    ours = [
        at for at, item in enumerate(items) if item.path.parent.name == "transcripts" and "school" in item.path.parts
    ]
    modules = list(dict.fromkeys(items[at].path for at in ours))
    ordered = sorted((items[at] for at in ours), key=lambda item: (modules.index(item.path), state_of(item)))
    for at, item in zip(ours, ordered, strict=True):
        items[at] = item


def state_of(item: pytest.Item) -> int:
    """The last of the states that a test asks for; 0 for none."""
    return max((n for n, state in enumerate(STATES, 1) if state in getattr(item, "fixturenames", ())), default=0)


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A transaction around the tests of a module, which takes the states back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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


@pytest.fixture(scope="module")
def ready(ground):
    """7A with marks, conduct and keys; nobody acts."""
    minh = actor("thay-minh")
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


@pytest.fixture(scope="module")
def subjects_signed(ready):
    school.sign_all_subjects(ready)
    return ready


@pytest.fixture(scope="module")
def homeroom_signed(subjects_signed):
    school.sign_as_homeroom(subjects_signed)
    with acting_as("thay-minh"):
        school.lock_terms(subjects_signed)
    return subjects_signed


@pytest.fixture(scope="module")
def issued(homeroom_signed):
    school.issue_all(homeroom_signed)
    return homeroom_signed


@pytest.fixture(scope="module")
def submitted(issued):
    with acting_as("thay-minh"):
        submit(actor("thay-minh"), [issued.pk])
    return issued


@pytest.fixture
def an(issued, hoa):
    """An's issued version."""
    with acting_as("thay-minh"):
        return Version.objects.select_related("transcript", "case", "pdf").get(
            student_id__in=hoa.student_ids, transcript__school_class=issued
        )
