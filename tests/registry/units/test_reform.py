"""1/7/2025 once more, on the schools of 2024."""

from datetime import date

import pytest

from khuevan.kernel.errors import Conflict, Invalid
from khuevan.registry.units.api import AreaSuccession, Edge, Seat, Unit, belongs, hand_over, undo, units_on
from tests.registry.units.offices import REFORM, as_in_2024, schools, sở

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acting_sở")]
OLD, NEW = date(2024, 12, 31), REFORM.on


def homes(day):
    return {one.id: (one.parent_id, one.area_id) for one in units_on(day, kind="school")}


def test_the_replay_puts_every_school_where_it_is():
    old, new = homes(OLD), homes(NEW)
    ids = as_in_2024()
    assert homes(NEW).keys() == set(ids)
    choices = {pk: area for pk, (_, area) in new.items()}
    done = hand_over(sở(), REFORM, choices)
    assert (done.schools, done.doubts) == (len(ids), ())
    assert (homes(OLD), homes(NEW)) == (old, new)
    assert dict(Unit.objects.filter(pk__in=ids).values_list("pk", "commune_id")) == {
        one.pk: one.commune_id for one in schools()
    }


def test_schools_of_split_communes_are_in_doubt():
    ids = as_in_2024()
    split = AreaSuccession.objects.filter(main=False, old__parent__code="794").first().old
    Seat.objects.filter(unit_id=ids[0], valid_to=None).update(area=split)
    done = hand_over(sở(), REFORM)
    doubt = next(doubt for doubt in done.doubts if doubt.school.id == ids[0])
    assert len(doubt.candidates) > 1
    assert doubt.candidates[0].main
    assert homes(NEW)[ids[0]][1] == doubt.candidates[0].area_id
    assert not done.event.successions.get(before_id=ids[0]).main


def test_a_choice_is_one_of_the_communes_that_it_was_split_into():
    ids = as_in_2024()
    elsewhere = AreaSuccession.objects.filter(old__parent__parent__code="01").first().new_id
    with pytest.raises(Invalid, match="Chưa biết"):
        hand_over(sở(), REFORM, {ids[0]: elsewhere})


def test_a_school_that_lies_nowhere_stops_everything():
    ids = as_in_2024()
    Seat.objects.filter(unit_id=ids[0]).delete()
    with pytest.raises(Invalid, match="Chưa biết"):
        hand_over(sở(), REFORM)
    assert belongs(ids[1], NEW).kind in ("district", "department")


def test_a_school_that_lay_nowhere_goes_where_it_is_said_to_lie():
    new = homes(NEW)
    ids = as_in_2024()
    Seat.objects.filter(unit_id=ids[0]).delete()
    hand_over(sở(), REFORM, {pk: area for pk, (_, area) in new.items()})
    assert homes(NEW) == new


def test_once_is_enough_and_can_be_undone():
    as_in_2024()
    before = homes(OLD), homes(NEW), Edge.objects.filter(valid_to=None).count()
    done = hand_over(sở(), REFORM)
    with pytest.raises(Conflict, match="Không còn trường"):
        hand_over(sở(), REFORM)
    undo(sở(), done.event.pk, decision="Ghi nhầm")
    assert (homes(OLD), homes(NEW), Edge.objects.filter(valid_to=None).count()) == before


def test_it_costs_the_same_for_every_number_of_schools(django_assert_max_num_queries):
    as_in_2024()
    with django_assert_max_num_queries(40):
        hand_over(sở(), REFORM)
