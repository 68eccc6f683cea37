"""The windows that are set, and those that count; a constant number of queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolYear, Term

from ..models import ProvinceWindow, SchoolWindow
from ..policies import keeps_province
from ..rules.kinds import SLOTS, Slot
from ..rules.windows import Limit, Set, Window, limit_of, windows_of

Keeper = Literal["school", "province"]


@dataclass(frozen=True)
class Shelf:
    """Whose calendar: of a school, or (``school_id`` None) the Sở's for all of them; a year of it."""

    school_id: int | None
    year: int

    @property
    def keeper(self) -> Keeper:
        return "province" if self.school_id is None else "school"


def shelf_of(actor: Actor, year: int) -> Shelf:
    """The calendar that the actor sees first: the Sở's own, a school's for its staff."""
    return Shelf(None if keeps_province(actor) or actor.kind == "authority" else actor.unit_id, year)


def own_windows(school_ids: Iterable[int], year: int) -> dict[int, dict[Set, Window]]:
    """What schools have set, by school; one query."""
    found: dict[int, dict[Set, Window]] = defaultdict(dict)
    rows = SchoolWindow.objects.filter(school_id__in=list(school_ids), year=year)
    for one in rows:
        found[one.school_id][one.term, one.kind, one.scope] = Window(one.opens_on, one.closes_on)
    return found


def limits(year: int) -> dict[Set, Limit]:
    """What the Sở has set; one query."""
    rows = ProvinceWindow.objects.filter(year=year)
    return {(one.term, one.kind, one.scope): Limit(one.opens_on, one.closes_on, one.latest_on) for one in rows}


@dataclass(frozen=True)
class Row:
    """A slot in a calendar for one scope: what is set for just this scope, what holds without it, the limits."""

    slot: Slot
    own: Window | None
    latest_on: date | None
    inherited: Window | None
    limit: Limit | None

    @property
    def window(self) -> Window | None:
        """What counts now for this scope."""
        return self.own or self.inherited


def rows_of(shelf: Shelf, scope: str) -> list[Row]:
    """All slots of a calendar for a scope; two queries."""
    return rows_from(shelf, scope, *sets_of(shelf))


def sets_of(shelf: Shelf) -> tuple[dict[Set, Window], dict[Set, Limit]]:
    """What the school of a shelf and the Sở have set."""
    own = own_windows([shelf.school_id], shelf.year)[shelf.school_id] if shelf.school_id else {}
    return own, limits(shelf.year)


def rows_from(shelf: Shelf, scope: str, own: Mapping[Set, Window], known: Mapping[Set, Limit]) -> list[Row]:
    """The rows of a calendar from what is set."""
    found = []
    for slot in SLOTS:
        key = (*slot, scope)
        if shelf.keeper == "province":
            held = known.get(key)
            wider = known.get((*slot, "all")) if scope != "all" else None
            found.append(
                Row(
                    slot,
                    held.window if held else None,
                    held.latest_on if held else None,
                    wider.window if wider else None,
                    None,
                )
            )
            continue
        wider_own = own.get((*slot, "all")) if scope != "all" else None
        limit = limit_of(known, slot, scope)
        found.append(
            Row(slot, own.get(key), None, wider_own or (limit.window if limit and limit.possible else None), limit)
        )
    return found


def scopes_set(shelf: Shelf, own: Mapping[Set, Window], known: Mapping[Set, Limit]) -> set[str]:
    """The scopes for which the calendar says something."""
    return {scope for _term, _kind, scope in (known if shelf.keeper == "province" else own)}


def mark_of(shelf: Shelf, own: Mapping[Set, Window], known: Mapping[Set, Limit]) -> str:
    """A short mark of the whole calendar: it differs once somebody has changed it."""
    here = known if shelf.keeper == "province" else own
    said = sorted((key, *map(str, vars_of(window))) for key, window in here.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def vars_of(window: Window | Limit) -> tuple[date, ...]:
    """The days of a window."""
    days = (window.opens_on, window.closes_on)
    return (*days, window.latest_on) if isinstance(window, Limit) else days


def counting_windows(school_ids: Iterable[int], year: int) -> dict[tuple[int, int], dict[Slot, Window]]:
    """The windows that count, by school and grade; two queries however many schools."""
    schools = list(school_ids)
    own, known = own_windows(schools, year), limits(year)
    plain = {grade: windows_of({}, known, grade) for grade in range(1, 13)}
    return {
        (school, grade): windows_of(own[school], known, grade) if school in own else plain[grade]
        for school in schools
        for grade in range(1, 13)
    }


def terms_of_shelf(shelf: Shelf) -> dict[int, tuple[date, date]]:
    """First and last days of the terms: of the school; for the Sở what most schools have."""
    rows = Term.objects.filter(year=shelf.year)
    rows = rows.filter(school_id=shelf.school_id) if shelf.school_id else rows
    counted: dict[int, dict[tuple[date, date], int]] = defaultdict(lambda: defaultdict(int))
    for number, first, last in rows.values_list("number", "starts_on", "ends_on"):
        counted[number][first, last] += 1
    return {number: max(days, key=lambda one: (days[one], one)) for number, days in sorted(counted.items())}


def year_of(actor: Actor) -> int | None:
    """The working year of the actor's school, for the Sở of the province: the latest open one; ``None`` without."""
    years = SchoolYear.objects.filter(closed_at=None)
    if actor.kind != "authority":
        years = years.filter(school_id=actor.unit_id)
    return years.order_by("-year").values_list("year", flat=True).first()
