"""Background work of the gradebook."""

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily, today
from khuevan.kernel.dates import school_year_of
from khuevan.registry.audit.api import PATIENT, announce
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import SchoolYear

from .api import ResultsComputed, forget_arrivals, forget_submissions, know_marks, make_room
from .api import recompute as recompute_year

KEPT = timedelta(days=7)
KEPT_EDITS = timedelta(days=31)


@app.task(name="gradebook.recompute", pass_context=False, retry=PATIENT)
def recompute(school_id: int, year: int) -> None:
    """Compute a school's year again; safe to run twice."""
    with acting(Scope("staff", frozenset({school_id}))):
        if recompute_year(school_id, year):
            announce(school_id, ResultsComputed(school_id, year))


@app.periodic(cron=daily(2, 17))
@app.task(name="gradebook.forget_submissions", pass_context=False)
def forget(timestamp: int) -> None:
    """Forget the answers to saves of more than a week ago, and the ids of edits of more than a month ago."""
    with acting(Scope("province")):
        forget_submissions(now() - KEPT)
        forget_arrivals(now() - KEPT_EDITS)


@app.periodic(cron=daily(2, 27))
@app.task(name="gradebook.make_room", queueing_lock="gradebook.make_room", pass_context=False)
def make_room_for_marks(timestamp: int) -> None:
    """Every night: this school year, the next and those that schools have opened have their partitions of marks."""
    this = school_year_of(today())
    with acting(Scope("province")):
        opened = set(SchoolYear.objects.values_list("year", flat=True).distinct())
    make_room(opened | {this, this + 1})
    know_marks()
