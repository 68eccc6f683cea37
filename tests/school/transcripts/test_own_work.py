"""What a teacher's first page says is to sign."""

from dataclasses import replace
from datetime import timedelta

import pytest

from khuevan.kernel.clock import today
from khuevan.school.enrolment.api import SchoolClass, SchoolYear, stand_in
from khuevan.school.transcripts.policies import visible
from khuevan.school.transcripts.queries.own_work import own_tasks
from khuevan.school.transcripts.queries.progress import class_lines, tasks_of
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db


def said(tasks):
    """Tasks without the other subjects of their classes."""
    return [
        (replace(task.line, subjects=task.subjects), [one.id for one in task.subjects], task.leads, task.due)
        for task in tasks
    ]


def agrees(who):
    """The tasks of somebody, after comparing them with what the rights of the room say."""
    with acting_as(who):
        one = actor(who)
        classes = SchoolClass.objects.filter(visible(one, "read", SchoolClass), school_id=one.unit_id, year=2025)
        found = own_tasks(one.unit_id, one.person_id)
        assert said(found) == said(tasks_of(class_lines(classes), one.person_id))
        return found


@pytest.mark.parametrize("who", ["co-lan", "co-mai", "co-thu"])
def test_the_first_page_lists_what_one_may_sign(who):
    assert agrees(who)


def test_who_stands_in_signs_for_these_days(class_7a):
    mine = len(agrees("co-lan"))
    with acting_as("thay-minh"):
        minh, day = actor("thay-minh"), today()
        year = SchoolYear.objects.get(school_id=minh.unit_id, year=2025)
        year.starts_on, year.ends_on = day, day + timedelta(days=9)
        year.save()
        stand_in(minh, year, class_7a, actor("co-lan").person_id, day, day + timedelta(days=2))
    found = agrees("co-lan")
    assert [task.line.name for task in found if task.leads] == ["7A"]
    assert len(found) == mine


def test_nobody_elses_school_is_listed():
    with acting_as("co-lan"):
        assert own_tasks(actor("thay-khac").unit_id, actor("co-lan").person_id) == []


@pytest.mark.parametrize("who", ["co-lan", "co-mai"])
def test_the_number_of_statements_does_not_depend_on_the_number_of_classes(who, django_assert_num_queries):
    with acting_as(who):
        one = actor(who)
        with django_assert_num_queries(2):
            own_tasks(one.unit_id, one.person_id)
