"""Grants check one object and filter a list by the same words."""

from types import SimpleNamespace as Thing

import pytest

from khuevan.kernel.grants import allows, among, filters, grant

GRANTS = (
    grant("teacher", "read write", teacher_id="person_id"),
    grant("teacher", "read", school_class__homeroom_id="person_id"),
    grant("leader", "read", school_id__in="school_ids"),
    grant("clerk", "read", id__in=lambda actor: [1, 2]),
    grant("authority", "read"),
)
TEACHER = Thing(kind="teacher", person_id=7, school_ids=frozenset())


def book(**fields):
    return Thing(**{"id": 1, "teacher_id": None, "school_id": 3, "school_class": Thing(homeroom_id=None)} | fields)


@pytest.mark.parametrize(
    ("one", "verb", "allowed"),
    [
        (book(teacher_id=7), "write", True),
        (book(teacher_id=8), "write", False),
        (book(school_class=Thing(homeroom_id=7)), "read", True),
        (book(school_class=Thing(homeroom_id=7)), "write", False),
        (book(school_class=None), "read", False),
        (book(teacher_id=7), "erase", False),
    ],
)
def test_one_object(one, verb, allowed):
    assert allows(GRANTS, TEACHER, verb, one) is allowed


def test_conditions_of_a_list():
    assert filters(GRANTS, TEACHER, "read") == [{"teacher_id": 7}, {"school_class__homeroom_id": 7}]
    assert filters(GRANTS, TEACHER, "erase") == []


def test_collections():
    leader = Thing(kind="leader", school_ids=frozenset({3}))
    assert allows(GRANTS, leader, "read", book())
    assert not allows(GRANTS, leader, "read", book(school_id=4))


def test_a_function_of_the_actor():
    clerk = Thing(kind="clerk")
    assert allows(GRANTS, clerk, "read", book(id=2))
    assert not allows(GRANTS, clerk, "read", book(id=3))


def test_of_some_at_hand_a_source_is_asked_once():
    asked = []
    grants = (grant("clerk", "read", id__in=lambda actor: asked.append(actor) or [1, 2]),)
    found = among(grants, Thing(kind="clerk"), "read", [book(id=n) for n in range(4)])
    assert [one.id for one in found] == [1, 2]
    assert len(asked) == 1


def test_no_condition_is_everything_in_scope():
    authority = Thing(kind="authority")
    assert allows(GRANTS, authority, "read", book())
    assert filters(GRANTS, authority, "read") == [{}]


def test_an_unknown_person_matches_nothing():
    nobody = Thing(kind="teacher", person_id=None, school_ids=frozenset())
    assert filters(GRANTS, nobody, "read") == []
    assert not allows(GRANTS, nobody, "write", book(teacher_id=None))
