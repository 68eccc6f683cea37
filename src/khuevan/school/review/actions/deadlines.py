"""The Sở says until when transcripts are to be sent."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record

from ..models import Deadline
from ..policies import demand_judging
from ..queries.deadlines import deadlines_of
from ..rules.levels import LEVELS

BOOK = "review"


def set_deadlines(actor: Actor, year: int, wanted: Mapping[str, date | None]) -> int:
    """Set the last day of each level of a year; None takes it away. Returns how many changed.

    Raises ``NotAllowed``, ``Invalid`` for a day that cannot belong to the year's end or an unknown level.
    """
    demand_judging(actor)
    for level, day in wanted.items():
        if level not in LEVELS or (day and not date(year, 12, 1) <= day <= date(year + 2, 6, 30)):
            raise Invalid(
                _("Hạn nộp %(level)s không hợp lệ.") % {"level": LEVELS.get(level, level).lower()},
                hint=_("Chọn ngày từ cuối học kì I đến hết năm sau của năm học %(year)s.") % {"year": year},
            )
    held = deadlines_of(year)
    changed = {level: day for level, day in wanted.items() if held.get(level) != day}
    for level, day in changed.items():
        if day is None:
            Deadline.objects.filter(year=year, level=level).delete()
            continue
        said = {"due_on": day, "set_by": actor.name, "set_at": now()}
        Deadline.objects.update_or_create(year=year, level=level, defaults=said)
    changes = [
        Change(f"Hạn nộp học bạ {LEVELS[one]} {year}", _iso(held.get(one)), _iso(changed[one])) for one in changed
    ]
    record(actor, actor.unit_id or 0, BOOK, "deadline", changes)
    return len(changed)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
