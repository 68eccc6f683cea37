"""The submission calendar: the Sở's limits, thầy Minh's own dates, and cô Lan's wish to open a closed column again.

What is left at the end of term II has no date yet, so the story can be played on any day (decision 0004).
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from procrastinate.contrib.django import app

from khuevan.kernel import clock
from khuevan.registry.accounts.api import Actor, User, actor_for
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.calendar.api import Limit, Window, ask, mark_of, remind, set_windows, sets_of, shelf_of, usual
from khuevan.school.enrolment.api import ClassSubject

from .cast import BINH, LAN, MINH
from .school_years import PRESENT, ZONE

_SO, _SCHOOL = datetime(2025, 9, 8, 9, 0, tzinfo=ZONE), datetime(2025, 9, 15, 15, 0, tzinfo=ZONE)
_ASKED = datetime(2026, 5, 26, 20, 15, tzinfo=ZONE)
_ROUND = datetime(2026, 5, 27, 5, 10, tzinfo=ZONE)
_FROM_THE_SO = ((1, "midterm"), (1, "final"), (1, "comment"), (1, "conduct"), (2, "midterm"))
_OF_THE_SCHOOL = ((1, "regular"), (1, "final"))
_STRETCHED = timedelta(days=3)
"""By which thầy Minh's school closes its final marks later than the others."""
REASON = "Hội đồng chấm phúc tra bài giữa kì II của hai em, điểm tăng; có biên bản ngày 25/5."


def set_calendars(schools: Collection[int], others: bool) -> None:
    """Windows of the Sở and of one school, a request that waits, the first round of reminders at ``schools``; at
    ``others`` the worker makes it, as every morning."""
    dates = dict(enumerate(PRESENT.terms, 1))
    windows = usual(dates)
    binh, minh, lan = (
        User.objects.filter(username=name).first() for name in (BINH.username, MINH.username, LAN.username)
    )
    if not (binh and minh and lan):
        return
    limits = {slot: _limit(windows[slot], dates[slot[0]][1]) for slot in _FROM_THE_SO}
    own = {slot: windows[slot] for slot in _OF_THE_SCHOOL}
    own[1, "final"] = Window(windows[1, "final"].opens_on, windows[1, "final"].closes_on + _STRETCHED)
    _set(binh, _SO, limits)
    _set(minh, _SCHOOL, own)
    with clock.frozen(_ASKED):
        actor = actor_for(lan, None, clock.today())
        with acting(_scope(actor)):
            ask(actor, _book(actor), 2, (2, "midterm"), REASON, device="Khuê Văn")
    with clock.frozen(_ROUND), acting(Scope("staff")):  # the owner sees every school
        remind(schools)
    if others:
        app.configure_task("calendar.remind").defer(timestamp=0)


def _limit(window: Window, last: date) -> Limit:
    return Limit(window.opens_on, window.closes_on, min(window.closes_on + timedelta(days=7), last))


def _set(user: User, at: datetime, wanted: dict[tuple[int, str], Window] | dict[tuple[int, str], Limit]) -> None:
    with clock.frozen(at):
        actor = actor_for(user, None, clock.today())
        with acting(_scope(actor)):
            shelf = shelf_of(actor, PRESENT.year)
            set_windows(actor, PRESENT.year, "all", wanted, mark_of(shelf, *sets_of(shelf)), device="Khuê Văn")


def _scope(actor: Actor) -> Scope:
    return Scope("staff", frozenset({actor.unit_id or 0}))


def _book(actor: Actor) -> ClassSubject:
    books = ClassSubject.objects.select_related("school_class", "subject")
    here = {"school_class__year": PRESENT.year, "school_class__name": "7A", "subject_id": "TOAN"}
    return books.get(school_id=actor.unit_id, **here)
