"""What the opening of a year makes of the pupils stands in the register, and goes with the opening."""

from datetime import date

import pytest

from khuevan.kernel.errors import Conflict
from khuevan.kernel.events import handlers_for
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Affiliation, affiliate
from khuevan.school.opening import api as opening
from khuevan.school.opening.models import Placement, PlannedClass
from khuevan.school.register.api import LifeEvent
from tests.personas import acting_as, actor
from tests.school.opening.test_opening import judged

pytestmark = pytest.mark.django_db
NEW = 2026


@pytest.fixture
def opened():
    """Thầy Minh's school has opened 2026: of each class one repeats, one waits; one of 7A skips."""
    with acting_as("thay-minh"):
        minh = actor("thay-minh")
        judged(["held_back", "retest"])
        plan = opening.draft(minh, minh.unit_id)
        clever = Placement.objects.filter(plan=plan, origin__name="7A", decision="promote").first()
        into = PlannedClass.objects.get(plan=plan, name="9A")
        opening.decide(minh, plan, plan.revision, {clever.student_id: str(into.pk)})
        opening.open_year(minh, plan, plan.revision)
        hear(opening.YearOpened(plan.school_id, NEW, plan.pk))
        yield minh, plan


def hear(event):
    for handler in handlers_for(type(event)):
        handler(event)


def recorded(kind, **more):
    rows = LifeEvent.objects.filter(kind=kind, undone_at=None, **more)
    return {row.student_id: (row.class_from.name, row.class_to.name if row.class_to else "") for row in rows}


def test_every_placement_is_an_event(opened):
    _minh, plan = opened
    for kind in ("promote", "repeat", "skip"):
        seated = Placement.objects.filter(plan=plan, decision=kind)
        assert recorded(kind, year=NEW) == {one.student_id: (one.origin.name, one.target.name) for one in seated}
        assert seated.exists()
    gone = Placement.objects.filter(plan=plan, decision="complete")
    assert recorded("complete", year=NEW - 1) == {one.student_id: ("9A", "") for one in gone}
    here = Affiliation.objects.filter(kind="pupil", valid_to=None, school_id=plan.school_id)
    assert not here.filter(person_id__in=gone.values("student_id")).exists()


def test_hearing_twice_writes_once_and_who_waited_follows(opened):
    minh, plan = opened
    before = LifeEvent.objects.count()
    hear(opening.YearOpened(plan.school_id, NEW, plan.pk))
    assert LifeEvent.objects.count() == before
    late = Placement.objects.filter(plan=plan, origin__name="7A", decision="wait").first()
    place = PlannedClass.objects.get(plan=plan, name="8A")
    opening.place(minh, plan, {late.student_id: str(place.pk)})
    hear(opening.WaitingPlaced(plan.school_id, NEW, plan.pk))
    assert recorded("promote", year=NEW)[late.student_id] == ("7A", "8A")
    assert LifeEvent.objects.count() == before + 1


def test_undoing_strikes_them_out_and_opening_again_writes_anew(opened):
    minh, plan = opened
    before = recorded("promote", year=NEW)
    gone = recorded("complete", year=NEW - 1)
    opening.undo_opening(minh, plan)
    assert recorded("promote", year=NEW) == {}
    struck = LifeEvent.objects.filter(year=NEW, kind="promote", undone_by=minh.name)
    assert struck.count() == len(before)
    here = Affiliation.objects.filter(kind="pupil", valid_to=None, person_id__in=list(gone))
    assert here.count() == len(gone) > 0
    hear(opening.YearOpened(plan.school_id, NEW, plan.pk))
    assert recorded("promote", year=NEW) == {}, "an opening that was taken back meanwhile is not recorded"
    opening.open_year(minh, plan, plan.revision)
    hear(opening.YearOpened(plan.school_id, NEW, plan.pk))
    assert recorded("promote", year=NEW) == before


def test_an_opening_is_not_undone_once_somebody_has_begun_elsewhere():
    with acting_as("thay-minh"):
        minh = actor("thay-minh")
        judged([])
        plan = opening.draft(minh, minh.unit_id)
        opening.open_year(minh, plan, plan.revision)
        hear(opening.YearOpened(plan.school_id, NEW, plan.pk))
        gone = next(iter(recorded("complete", year=NEW - 1)))
    other = actor("thay-khac").unit_id
    with acting(Scope("staff", frozenset({plan.school_id, other}))):
        affiliate(other, "pupil", date(2026, 9, 5), [gone])
    with acting_as("thay-minh"), pytest.raises(Conflict, match="1 em đã học ở trường khác"):
        opening.undo_opening(minh, plan)
