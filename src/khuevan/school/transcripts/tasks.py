"""Work in the background."""

import logging

from procrastinate.contrib.django import app

from khuevan.kernel.clock import now
from khuevan.platform.signing.ports import StamperAway, StampRefused
from khuevan.registry.isolation.api import Scope, acting

from .actions.batches import resume, run, stalled
from .actions.renewing import renew_school, stamped_schools
from .actions.renewing_papers import renew_papers
from .actions.stamping import stamp_school, waiting_schools

log = logging.getLogger(__name__)


@app.task(name="transcripts.run_batch", pass_context=False)
def run_batch(school_id: int, batch_id: int) -> None:
    """Sign or issue what a batch was ordered for; safe to run twice."""
    run(school_id, batch_id)


@app.periodic(cron="* * * * *")
@app.task(name="transcripts.resume_batches", queueing_lock="transcripts.resume_batches", pass_context=False)
def resume_batches(timestamp: int) -> None:
    """Once a minute: batches whose worker was stopped are taken up again."""
    with acting(Scope("province")):
        waiting = stalled(now())
    for school_id, batch_id in waiting:
        resume(school_id, batch_id)


@app.task(name="transcripts.stamp", pass_context=False)
def stamp(school_id: int) -> None:
    """Ask for the time-stamps of what a school has issued; what fails is asked for again with the next round."""
    try:
        stamp_school(school_id)
    except (StamperAway, StampRefused) as trouble:
        log.warning("No time-stamps for school %s: %s", school_id, trouble)


@app.periodic(cron="*/10 * * * *")
@app.task(name="transcripts.stamp_waiting", queueing_lock="transcripts.stamp_waiting", pass_context=False)
def stamp_waiting(timestamp: int) -> None:
    """Every ten minutes: schools whose stamps have not come yet, until the authority fails."""
    for school_id in waiting_schools():
        try:
            stamp_school(school_id)
        except (StamperAway, StampRefused) as trouble:
            log.warning("No time-stamps: %s", trouble)
            return


@app.periodic(cron="30 19 1 * *")  # half past two in the night; these times are UTC
@app.task(name="transcripts.renew_stamps", queueing_lock="transcripts.renew_stamps", pass_context=False)
def renew_stamps(timestamp: int) -> None:
    """Every month: stamps whose authority's certificate ends within half a year get a later one over them, and papers
    one more behind them."""
    for school_id in stamped_schools():
        try:
            renew_school(school_id)
            renew_papers(school_id)
        except (StamperAway, StampRefused) as trouble:
            log.warning("Time-stamps of school %s are not renewed: %s", school_id, trouble)
