"""What a parent's first page says of the children, held against the rights of the room."""

import pytest

from khuevan.school.transcripts.queries.children import at_a_glance
from khuevan.school.transcripts.queries.family import children
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db


def in_full(one):
    place, newest = one.place, next(iter(one.current), None)
    words = (place.school_class.name, place.school.name) if place else (None, None)
    return (
        one.person.uid,
        one.person.full_name,
        *words,
        *((newest.transcript.year, newest.case.state) if newest else (None, None)),
    )


def agrees(who):
    with acting_as(who):
        found = at_a_glance(actor(who))
        assert [tuple(one) for one in found] == [in_full(one) for one in children(actor(who))]
        return found


def test_children_and_their_classes():
    assert len(agrees("chi-hoa")) == 2


def test_a_transcript_in_force_is_named(issued):
    assert "issued" in [one.state for one in agrees("chi-hoa")]


def test_what_is_not_issued_yet_is_not_shown(homeroom_signed):
    assert "homeroom_signed" not in [one.state for one in agrees("chi-hoa")]


def test_somebody_elses_children_are_not_shown():
    with acting_as("thay-khac"):
        assert at_a_glance(actor("chi-hoa")) == []


def test_one_statement(django_assert_num_queries):
    with acting_as("chi-hoa"):
        one = actor("chi-hoa")
        with django_assert_num_queries(1):
            at_a_glance(one)
