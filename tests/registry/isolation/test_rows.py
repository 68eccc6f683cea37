"""Whatever a query asks for, it gets the rows of its actor and nothing else."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from khuevan.registry.isolation.api import NOBODY, Scope, acting
from khuevan.registry.people.api import Affiliation, Guardianship, Person, staff_names
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import ClassSubject, Enrolment, SchoolClass
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db


def schools_of(queryset):
    return set(queryset.values_list("school_id", flat=True))


def test_without_a_scope_there_is_nothing():
    with acting(NOBODY):
        assert not any(m.objects.exists() for m in (Person, Enrolment, SchoolClass, Affiliation, Guardianship))


def test_a_teacher_sees_the_own_school_alone():
    with acting_as("co-lan"):
        assert schools_of(Enrolment.objects) == actor("co-lan").school_ids
        assert all(actor("co-lan").unit_id in ids for ids in Person.objects.values_list("school_ids", flat=True))


def test_two_schools_share_no_person_who_is_not_at_both():
    with acting_as("co-lan"):
        here = dict(Person.objects.values_list("id", "school_ids"))
    with acting_as("thay-khac"):
        there = dict(Person.objects.values_list("id", "school_ids"))
    assert all(len(here[pk]) > 1 for pk in here.keys() & there.keys())
    assert here.keys() - there.keys()


def test_a_mother_sees_her_children_and_herself():
    children = actor("chi-hoa").student_ids
    with acting_as("chi-hoa"):
        assert set(Enrolment.objects.values_list("student_id", flat=True)) == children
        assert set(Person.objects.values_list("pk", flat=True)) == children | {actor("chi-hoa").person_id}


def test_a_mother_knows_teachers_by_name_alone():
    """Neither telephone nor birth date: the row is closed to her, and the view has nothing but the name."""
    lan, stranger = actor("co-lan"), actor("thay-khac")
    with acting_as("chi-hoa"):
        assert staff_names([lan.person_id, stranger.person_id]) == {lan.person_id: lan.name}
        assert not Person.objects.filter(staff_ids__len__gt=0).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM people_staff_name LIMIT 1")
            assert [column.name for column in cursor.description] == ["id", "full_name"]


@pytest.mark.parametrize("scope", [NOBODY, Scope("family", students=frozenset({1}))])
def test_names_of_staff_are_closed_without_a_school(scope):
    with acting(scope), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_staff_name")
        assert cursor.fetchone() == (0,)


def test_a_visitor_with_a_link_reads_no_name_of_staff():
    with acting(Scope("public", frozenset({1}), token="x" * 30)), pytest.raises(ProgrammingError), transaction.atomic():
        staff_names([1])


def test_a_mother_changes_nothing():
    with acting_as("chi-hoa"), pytest.raises(ProgrammingError), transaction.atomic():
        Enrolment.objects.update(note="x")


def test_the_department_sees_every_school():
    with acting_as("anh-binh"):
        assert len(schools_of(Enrolment.objects)) > 1


def test_writing_into_another_school_is_refused():
    mine, other = actor("co-lan").unit_id, actor("thay-khac").unit_id
    with acting_as("co-lan"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        SchoolClass.objects.create(school_id=other, year=2025, grade=7, name="7Z")
    assert mine != other


def move_to(class_subject, school_class_id):
    with transaction.atomic(), connection.cursor() as cursor:
        ClassSubject.objects.filter(pk=class_subject.pk).update(school_class_id=school_class_id)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_row_cannot_point_into_another_school():
    with acting_as("thay-khac"):
        foreign = ClassSubject.objects.first().school_class_id
    with acting_as("co-lan"), pytest.raises(IntegrityError):
        move_to(ClassSubject.objects.first(), foreign)


def test_knowing_an_id_opens_nobody():
    """Linking a stranger to one's own school would show them; the policy of the link asks for the stranger first."""
    with acting_as("thay-khac"):
        stranger = Person.objects.filter(school_ids=[actor("thay-khac").unit_id]).first().pk
    with acting_as("co-lan"), pytest.raises(ProgrammingError), transaction.atomic():
        Affiliation.objects.create(
            school_id=actor("co-lan").unit_id, person_id=stranger, kind="pupil", valid_from="2025-09-05"
        )


def test_a_token_opens_nothing_else():
    with acting(Scope("public", token="x" * 30)), pytest.raises(ProgrammingError), transaction.atomic():
        Person.objects.exists()


def test_the_scope_ends_with_the_block():
    with acting_as("co-lan"):
        pass
    assert not Enrolment.objects.exists()
    assert Unit.objects.exists()
