"""What the address of a page asks for."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from khuevan.insight.statistics.api import TERMS, View, may, years_counted
from khuevan.kernel.clock import today
from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor, scope_of
from khuevan.registry.units.api import Area, Unit, day_in, units_on

WHOLE_YEAR = 3
KEPT = ("year", "term", "boundaries", "commune", "school", "subject", "grade")


@dataclass(frozen=True)
class Asked:
    """A view with what it is of: the years there are, the commune or school that was chosen."""

    view: View
    years: tuple[int, ...]
    changed_at: datetime | None
    area: Area | None
    school: Unit | None
    given: dict[str, str]
    stamp: str
    """Another whenever a figure of the year has changed; "-" where there is none."""
    known: Hashable
    """For whom, and as which figures stand: another whenever a figure that is seen has changed."""

    @property
    def term_name(self) -> str:
        return _(TERMS[str(self.view.term)])

    def link(self, path: str, **more: object) -> str:
        """An address that asks for the same, changed by ``more``; "" leaves something out."""
        asked = {**self.given, **{name: str(value) for name, value in more.items()}}
        said = urlencode({name: value for name, value in asked.items() if value})
        return f"{path}?{said}" if said else path


def asked(request: HttpRequest) -> Asked:
    """What an address asks for. Raises as `asked_of`."""
    return asked_of(request.actor, request.GET)  # type: ignore[attr-defined]


def asked_of(actor: Actor, said: Mapping[str, str]) -> Asked:
    """At most four queries. Raises ``NotFound`` where the pages, the commune or the school are not the actor's."""
    if not may(actor, "read"):
        raise NotFound(_("Trang này dành cho lãnh đạo trường và cơ quan quản lý."))
    years = years_counted()
    latest = next(iter(years), today().year)
    year = _number(said, "year") or latest
    term = _number(said, "term") or WHOLE_YEAR
    day = day_in(said, "boundaries")
    area, school = _area(said), _school(said, actor)
    view = View(
        year if year in years else latest,
        term if 1 <= term <= WHOLE_YEAR else WHOLE_YEAR,
        day,
        grade=_grade(said),
        subject=_subject(said),
        school_id=school.pk if school else None,
        schools=_schools(area, day) if area and not school else None,
        years=tuple(sorted(years)[-5:]),
    )
    given = {name: said[name] for name in KEPT if said.get(name)}
    standing, scope = years.get(view.year), scope_of(actor)
    known = (scope.audience, scope.schools, tuple((year, one.mark) for year, one in years.items()))
    at, stamp = (standing.at, standing.mark) if standing else (None, "-")
    return Asked(view, tuple(years), at, area, school, given, stamp, known)


def number(request: HttpRequest, name: str) -> int | None:
    """A whole number of at most ten digits in the address, or ``None``."""
    return _number(request.GET, name)


def _number(said: Mapping[str, str], name: str) -> int | None:
    text = said.get(name, "")
    return int(text) if len(text) <= 10 and text.isascii() and text.isdigit() else None


def _grade(said: Mapping[str, str]) -> int | None:
    wanted = _number(said, "grade")
    return wanted if wanted and 1 <= wanted <= 18 else None


def _subject(said: Mapping[str, str]) -> str | None:
    text = said.get("subject", "")
    return text if text.isascii() and text.isalnum() and len(text) <= 12 else None


def _area(said: Mapping[str, str]) -> Area | None:
    wanted = _number(said, "commune")
    return Area.objects.filter(pk=wanted, level="commune").first() if wanted else None


def _schools(area: Area, day: date) -> tuple[int, ...]:
    return tuple(one.id for one in units_on(day, kind="school") if one.area_id == area.pk)


def _school(said: Mapping[str, str], actor: Actor) -> Unit | None:
    """The one in the address, or the only one of whoever works at a school."""
    if actor.kind != "authority":
        return Unit.objects.filter(pk__in=actor.school_ids, kind="school").first()
    try:
        uid = UUID(said.get("school", ""))
    except ValueError:
        return None
    return Unit.objects.filter(uid=uid, kind="school").first()
