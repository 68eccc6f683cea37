"""The list and the single check say the same, for everybody and every verb."""

import pytest
from django.db.models import Q

from khuevan.school.enrolment.api import ClassSubject, SchoolClass, SchoolYear
from khuevan.school.gradebook.api import may, visible
from tests.personas import EVERYBODY, acting_as, actor

VERBS = [(ClassSubject, "read"), (ClassSubject, "write"), (SchoolClass, "read"), (SchoolClass, "judge"),
         (SchoolYear, "read"), (SchoolYear, "lock")]  # fmt: skip
RELATED = {ClassSubject: ("school_class",), SchoolClass: (), SchoolYear: ()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize(("model", "verb"), VERBS)
def test_list_and_check_agree(name, model, verb):
    with acting_as(name):
        me = actor(name)
        listed = set(model.objects.filter(visible(me, model, verb)).values_list("pk", flat=True))
        everything = model.objects.filter(Q()).select_related(*RELATED[model])
        assert listed == {one.pk for one in everything if may(me, verb, one)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "model", "verb", "how_many"),
    [
        ("co-lan", ClassSubject, "write", 4),
        ("co-mai", SchoolClass, "judge", 1),
        ("thay-minh", ClassSubject, "write", 0),
        ("thay-minh", SchoolYear, "lock", 2),
        ("co-lan", SchoolYear, "lock", 0),
        ("chi-hoa", ClassSubject, "read", 0),
        ("anh-binh", ClassSubject, "write", 0),
    ],
)
def test_who_has_what(name, model, verb, how_many):
    with acting_as(name):
        rows = model.objects.filter(visible(actor(name), model, verb))
        if model is not SchoolYear:
            rows = rows.filter(**{"school_class__year" if model is ClassSubject else "year": 2025})
        assert rows.count() == how_many


@pytest.mark.django_db
def test_an_unassigned_book_belongs_to_nobody():
    """A teacher without a person on record must not match books without a teacher."""
    with acting_as("co-lan"):
        from dataclasses import replace

        nobody = replace(actor("co-lan"), person_id=None)
        one = ClassSubject.objects.select_related("school_class").first()
        one.teacher_id = None
        assert not may(nobody, "write", one)
