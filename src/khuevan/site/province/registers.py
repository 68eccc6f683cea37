"""The registers of all schools, and a wish to come to thầy Minh's school that waits for an answer."""

from datetime import datetime

from django.utils.translation import gettext_noop

from khuevan.kernel import clock
from khuevan.registry.accounts.api import User, actor_for
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.people.api import Affiliation
from khuevan.registry.units.api import Unit
from khuevan.school.enrolment.api import Enrolment
from khuevan.school.register.api import Wish, ask, fill, pupil_by_uid

from .neighbourhoods import Neighbourhood
from .school_years import PRESENT, ZONE

BY = gettext_noop("Nạp dữ liệu ban đầu")
_FILLED = datetime(2026, 5, 25, 8, 0, tzinfo=ZONE)
_ASKED = datetime(2026, 5, 28, 9, 30, tzinfo=ZONE)


def fill_registers() -> int:
    """Numbers and events of everybody who is or was in a class, set-based; how many got a number."""
    schools = Unit.objects.filter(kind="school").order_by("pk").values_list("pk", flat=True)
    return fill(list(schools), _FILLED, BY)


def ask_to_come(neighbourhood: Neighbourhood) -> None:
    """A pupil of grade 6 at the third school asks to come to the first one."""
    if len(neighbourhood.schools) < 3:
        return
    home, other = neighbourhood.schools[0].id, neighbourhood.schools[2].id
    leader = neighbourhood.staff[other].people[0][0].number
    with clock.frozen(_ASKED), acting(Scope("staff", frozenset({other}))):
        known = Affiliation.objects.filter(school_id=other, kind="pupil", valid_to=None).values("person_id")
        place = Enrolment.objects.filter(
            school_id=other, year=PRESENT.year, ends_on=None, school_class__grade=6, student_id__in=known
        )
        actor = actor_for(User.objects.get(person_id=leader), None, clock.today())
        found = pupil_by_uid(actor, place.order_by("number", "pk")[0].student.uid, "write")
        target = Unit.objects.get(pk=home)
        ask(actor, found, Wish(target.uid, "Gia đình chuyển chỗ ở về gần trường", "Lớp có bạn cùng xóm"))
