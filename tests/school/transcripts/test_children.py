"""What a parent's pages say of the children, held against the rights of the room."""

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.registry.people.api import Person
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.transcripts.models import Version
from khuevan.school.transcripts.policies import visible
from khuevan.school.transcripts.queries.children import at_a_glance
from khuevan.school.transcripts.queries.family import child_by_uid
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db


def place_of(person):
    places = Enrolment.objects.filter(student_id=person.pk).select_related("school_class", "school")
    return places.order_by("year", "starts_on").last()


def versions_of(person, who):
    found = Version.objects.filter(visible(actor(who)), student_id=person.pk).select_related("transcript", "case")
    return list(found.order_by("-transcript__year", "-number"))


def in_full(person, who):
    place = place_of(person)
    newest = next((one for one in versions_of(person, who) if not (one.superseded_at or one.revoked_at)), None)
    words = (place.school_class.name, place.school.name) if place else (None, None)
    said = (newest.transcript.year, newest.case.state) if newest else (None, None)
    return (person.uid, person.full_name, *words, *said)


def family_of(who):
    return Person.objects.filter(pk__in=actor(who).student_ids, merged_into=None).order_by("birth_year", "pk")


def agrees(who):
    with acting_as(who):
        found = at_a_glance(actor(who))
        assert [tuple(one) for one in found] == [in_full(person, who) for person in family_of(who)]
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


def test_a_child_and_its_papers(issued):
    with acting_as("chi-hoa"):
        for person in family_of("chi-hoa"):
            (one, papers), place = child_by_uid(actor("chi-hoa"), person.uid), place_of(person)
            assert (one.pk, one.name, one.school_id, one.year) == (
                person.pk,
                person.full_name,
                place.school_id,
                place.year,
            )
            assert (one.grade, one.class_name, one.school_name) == (
                place.school_class.grade,
                place.school_class.name,
                place.school.name,
            )
            assert [(paper.uid, paper.state) for paper in papers] == [
                (version.uid, version.case.state) for version in versions_of(person, "chi-hoa")
            ]


def test_the_child_of_others_is_not_found():
    with acting_as("chi-hoa"):
        uid = family_of("chi-hoa")[0].uid
    with acting_as("thay-khac"), pytest.raises(NotFound):
        child_by_uid(actor("thay-khac"), uid)
