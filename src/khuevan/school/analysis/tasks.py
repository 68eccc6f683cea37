"""Counts of the whole province in the background."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily, now
from khuevan.registry.audit.api import PATIENT

from .actions.keeping import keep_warm, resume, run_count


@app.task(name="analysis.count", pass_context=False, retry=PATIENT)
def count(count_id: int) -> None:
    """Answer one question anew; safe to run twice."""
    run_count(count_id)


@app.periodic(cron=daily(4, 20))
@app.task(name="analysis.keep_warm", queueing_lock="analysis.keep_warm", pass_context=False)
def count_at_night(timestamp: int) -> None:
    """Every night: who opens the pages in the morning finds them counted."""
    keep_warm(now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="analysis.resume", queueing_lock="analysis.resume", pass_context=False)
def count_what_never_came(timestamp: int) -> None:
    """Every ten minutes, also soon after a worker begins: counts that were lost, and first ones."""
    resume(now())
