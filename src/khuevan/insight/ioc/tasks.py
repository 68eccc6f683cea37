"""Background work of the operations centre."""

from procrastinate.contrib.django import app

from khuevan.registry.isolation.api import Scope, acting

from .api import watch


@app.periodic(cron="* * * * *")
@app.task(name="ioc.watch", queueing_lock="ioc.watch", pass_context=False)
def watch_all(timestamp: int) -> None:
    """Every minute; safe to run twice."""
    with acting(Scope("province")):
        watch()
