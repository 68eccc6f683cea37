"""Checks in the background."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import now
from khuevan.registry.audit.api import PATIENT
from khuevan.registry.isolation.api import Scope, acting

from .api import begin, resume_stalled, work


@app.task(name="review.check", pass_context=False)
def check(run_id: int) -> None:
    """Check what a run was ordered for; safe to run twice."""
    work(run_id)


@app.task(name="review.sent", pass_context=False, retry=PATIENT)
def sent(school_id: int, year: int) -> None:
    """A school has sent transcripts: check them, unless they are being checked."""
    with acting(Scope("province")):
        begin(school_id, year)


@app.periodic(cron="* * * * *")
@app.task(name="review.resume", queueing_lock="review.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Once a minute: runs whose worker was stopped are taken up again."""
    with acting(Scope("province")):
        resume_stalled(now())
