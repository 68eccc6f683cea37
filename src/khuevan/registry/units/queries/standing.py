"""Which department of today answers for a unit."""

from collections.abc import Iterable, Mapping
from datetime import date

from khuevan.kernel.clock import today

from ..models import Unit
from ..policies import Standing
from .heirs import carried
from .tree import ancestors_of


def standings(unit_ids: Iterable[int], *days: date) -> Mapping[int, Standing]:
    """Standings by unit id, judged by the first of ``days`` on which the unit had a department; a constant number of
    queries. A unit that there is not has none."""
    wanted = list(unit_ids)
    departments = set(Unit.objects.filter(pk__in=wanted, kind="department").values_list("pk", flat=True))
    then: dict[int, tuple[int, date]] = {}
    for day in days:
        for unit, above in ancestors_of(wanted, day).items():
            found = unit if unit in departments else next((one.id for one in above if one.kind == "department"), None)
            if found and unit not in then:
                then[unit] = (found, day)
    heirs = {day: carried({d for d, on in then.values() if on == day}, day, today()) for day in days}
    answer = {unit: (heirs[day][department] or [None])[0] for unit, (department, day) in then.items()}
    return {unit: Standing(unit, answer.get(unit)) for unit in wanted}
