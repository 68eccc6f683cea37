"""The list of a class: who is on it, who sees the telephone numbers of families, and what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.kernel.clock import today
from khuevan.registry.audit.models import Access
from khuevan.school.enrolment.api import Enrolment, SchoolClass, class_register
from tests.personas import PASSWORD, acting_as, client_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def class_7a():
    with acting_as("co-mai"):
        return SchoolClass.objects.get(name="7A", year=2025)


@pytest.fixture
def pupils(class_7a):
    with acting_as("co-mai"):
        rows = Enrolment.objects.filter(school_class=class_7a).values_list("student_id", "student__full_name")
        return dict(rows)


@pytest.fixture
def address(class_7a):
    return f"/gradebook/classes/{class_7a.uid}/"


def looks(address, name):
    return client_as(name).get(address).content.decode()


def test_the_homeroom_teacher_sees_every_pupil_and_the_families(address, pupils):
    page = looks(address, "co-mai")
    assert pupils
    assert all(name in page for name in pupils.values())
    assert 'href="tel:' in page


def test_who_only_teaches_the_class_sees_pupils_but_no_family(address, pupils):
    page = looks(address, "co-lan")
    assert all(name in page for name in pupils.values())
    assert 'href="tel:' not in page


@pytest.mark.parametrize("name", ["thay-khac", "chi-hoa"])
def test_others_find_nothing(address, name):
    assert client_as(name).get(address).status_code == 404


def test_looking_is_written_down_once_a_pupil(address, pupils):
    looks(address, "co-mai")
    with acting_as("co-mai"):
        found = Access.objects.filter(page="Danh sách lớp 7A").values_list("student_id", flat=True)
        assert sorted(found) == sorted(pupils)


def test_what_people_wrote_is_shown_as_text(class_7a, pupils, address):
    with acting_as("co-mai"):
        Enrolment.objects.filter(school_class=class_7a).update(note="<b>1</b>")
    assert "<b>1</b>" not in looks(address, "co-mai")


@pytest.mark.parametrize("many", [1, 3])
def test_one_query_however_many_pupils(class_7a, pupils, many, django_assert_num_queries):
    with acting_as("co-mai"):
        class_7a = SchoolClass.objects.get(pk=class_7a.pk)
        Enrolment.objects.filter(school_class=class_7a).exclude(student_id__in=list(pupils)[:many]).delete()
        with django_assert_num_queries(1):
            assert len(class_register(class_7a, today(), families=True)) == many


def test_session_user_and_roles_come_in_one_statement(address):
    client = Client(REMOTE_ADDR="127.0.0.1")
    client.post("/account/login/", {"login": "co-mai", "password": PASSWORD})
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    plain = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert "django_session" in plain[0]
    assert "accounts_roles" in plain[0]
    assert "khuevan.schools" in plain[1]
    assert len([one for one in plain if "set_config" not in one]) == 4
