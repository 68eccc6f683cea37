"""Work in the background."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import now
from khuevan.registry.isolation.api import Scope, acting

from .actions.telling import telling
from .actions.work import resume, run, stalled


@app.task(name="sheets.work", pass_context=False)
def work(school_id: int, import_id: int) -> None:
    """Check, write or take back an import, as its state asks; safe to run twice."""
    with telling(school_id, import_id):
        run(school_id, import_id)


@app.periodic(cron="* * * * *")
@app.task(name="sheets.resume", queueing_lock="sheets.resume", pass_context=False)
def resume_imports(timestamp: int) -> None:
    """Once a minute: imports whose worker was stopped are taken up again."""
    with acting(Scope("province")):
        waiting = stalled(now())
    for school_id, import_id in waiting:
        resume(school_id, import_id)
