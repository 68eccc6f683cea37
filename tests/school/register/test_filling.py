"""The register is full from the start: numbers and events of everybody who is in a class."""

import pytest
from django.db import IntegrityError, connection, transaction

from khuevan.kernel.errors import NotAllowed
from khuevan.registry.people.api import Facts, make_people
from khuevan.school.enrolment.api import Enrolment, move_in
from khuevan.school.register.api import LifeEvent, RegisterLine, fill_register
from tests.personas import actor
from tests.school.register.ground import DAY, at, class_of, home, office, other

pytestmark = pytest.mark.django_db


def test_everybody_has_one_number_without_gaps():
    with at(actor("thay-minh")):
        pupils = set(Enrolment.objects.values_list("student_id", flat=True))
        numbers = dict(RegisterLine.objects.values_list("student_id", "number"))
        assert numbers.keys() == pupils
        assert sorted(numbers.values()) == list(range(1, len(pupils) + 1))
        came = LifeEvent.objects.filter(kind__in=("enrol", "transfer_in"))
        assert set(came.values_list("student_id", flat=True)) == pupils


def test_who_finished_the_school_left_it_at_the_end_of_the_year():
    with at(actor("thay-minh")):
        gone = LifeEvent.objects.filter(kind="complete")
        assert gone
        assert set(gone.values_list("class_from__grade", "year", "on")) == {(9, 2024, gone[0].on)}
        assert gone[0].on.isoformat() == "2025-05-31"


def test_what_a_class_list_says_becomes_events_once():
    with at(actor("thay-minh")) as minh:
        facts = [Facts(f"Trần Văn {n}", 1, "2013") for n in ("Một", "Hai", "Ba")]
        people, _kept = make_people(home(), "pupil", DAY, facts)
        place = class_of(home())
        move_in(home(), 2025, DAY, dict.fromkeys(people[:2], place.pk), f"Chuyển đến từ {actor('thay-khac').unit_name}")
        move_in(home(), 2025, DAY, {people[2]: place.pk}, "Chuyển đến từ tỉnh Kiên Giang cũ")
        last = RegisterLine.objects.order_by("-number").first().number
        assert fill_register(minh, home()) == 3
        assert fill_register(minh, home()) == 0
        numbers = RegisterLine.objects.filter(student_id__in=people).order_by("student_id")
        assert [one.number for one in numbers] == [last + 1, last + 2, last + 3]
        came = LifeEvent.objects.filter(student_id__in=people).order_by("student_id")
        assert [(one.kind, one.other_school_id, one.other_place) for one in came] == [
            ("transfer_in", other(), ""), ("transfer_in", other(), ""), ("transfer_in", None, "tỉnh Kiên Giang cũ"),
        ]  # fmt: skip


def test_a_number_is_never_given_to_two():
    with at(actor("thay-minh")):
        one, two = RegisterLine.objects.order_by("number")[:2]
        with (
            pytest.raises(IntegrityError, match="register_number_once"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE register_registerline SET number = %s WHERE id = %s", [one.number, two.pk])


def test_another_office_does_not_fill_it():
    with at(office(other())) as stranger, pytest.raises(NotAllowed):
        fill_register(stranger, home())
