"""Statistical reports: two rounds that the Sở has asked for, and what two schools have handed in."""

from datetime import date, datetime

from khuevan.insight.reports.api import Asked, ask_for, freeze
from khuevan.kernel import clock
from khuevan.registry.accounts.api import User, actor_for, scope_of
from khuevan.registry.isolation.api import Scope, acting

from .cast import BINH
from .neighbourhoods import Neighbourhood
from .papers import PIN
from .school_years import PRESENT, ZONE

_ASKED = datetime(2025, 9, 15, 9, 0, tzinfo=ZONE)
_FROZEN = datetime(2025, 10, 9, 16, 30, tzinfo=ZONE)
_BASIS = "Luật Thống kê số 89/2015/QH13 (sửa đổi, bổ sung bởi Luật số 01/2021/QH15); TT 42/2021/TT-BGDĐT"
_ROUNDS = (
    Asked(PRESENT.year, "begin", date(2025, 9, 30), date(2025, 10, 15), _BASIS),
    Asked(PRESENT.year, "end", date(2026, 5, 31), date(2026, 6, 15), _BASIS),
)


def ask_for_reports(neighbourhood: Neighbourhood) -> None:
    """The school of the story is late, so that its principal has something to do."""
    binh = User.objects.filter(username=BINH.username).first()
    if binh is None:
        return
    with clock.frozen(_ASKED), acting(Scope("staff")):  # the owner writes for the Sở
        begin, _end = [ask_for(actor_for(binh, None, clock.today()), one) for one in _ROUNDS]
    for school in neighbourhood.schools[1:3]:
        principal = User.objects.get(person_id=neighbourhood.staff[school.id].people[0][0].number)
        with clock.frozen(_FROZEN):
            actor = actor_for(principal, None, clock.today())
            with acting(scope_of(actor)):
                freeze(actor, begin, {"owner": "cl", "region": "db"}, PIN, with_gaps=True)
