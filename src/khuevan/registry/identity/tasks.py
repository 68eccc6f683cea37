"""Work in the background."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope, acting

from .actions.sweeping import resume_sweeps, run_sweep


@app.task(name="identity.sweep", pass_context=False)
def sweep(sweep_id: int) -> None:
    """Search the province for people who are there twice; safe to run twice."""
    run_sweep(sweep_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="identity.resume", queueing_lock="identity.resume", pass_context=False)
def resume(timestamp: int) -> None:
    """Every five minutes: a search whose worker was stopped is taken up again."""
    with acting(Scope("province")):
        resume_sweeps(now())
