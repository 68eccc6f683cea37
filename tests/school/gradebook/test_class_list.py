"""The list of a class: who is on it, and who sees the telephone numbers of families."""

import pytest

from khuevan.registry.audit.models import Access
from khuevan.registry.people.api import Guardianship
from khuevan.school.enrolment.api import Enrolment
from tests.personas import client_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(class_7a):
    return f"/gradebook/classes/{class_7a.uid}/"


def phones(page):
    return page.content.decode().count("tel:")


def test_the_homeroom_teacher_sees_every_pupil_and_the_families(class_7a, address):
    page = client_as("co-mai").get(address)
    names = Enrolment.objects.filter(school_class=class_7a).values_list("student__full_name", flat=True)
    assert names and all(name in page.content.decode() for name in names)
    assert phones(page)
    assert Guardianship.objects.exists()


def test_who_only_teaches_the_class_sees_no_family(address):
    page = client_as("co-lan").get(address)
    assert page.status_code == 200
    assert phones(page) == 0


def test_a_stranger_finds_nothing(address):
    assert client_as("thay-khac").get(address).status_code == 404


def test_looking_is_written_down_for_each_pupil(class_7a, address):
    pupils = set(Enrolment.objects.filter(school_class=class_7a).values_list("student_id", flat=True))
    before = Access.objects.count()
    client_as("co-mai").get(address)
    assert Access.objects.count() - before == len(pupils)
