"""Work in the background."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope, acting

from .actions.batches import resume, run, stalled


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
