"""Background work of the calendar."""

from procrastinate.contrib.django import app

from khuevan.registry.isolation.api import Scope, acting

from .api import remind


@app.periodic(cron="10 5 * * *")
@app.task(name="calendar.remind", queueing_lock="calendar.remind", pass_context=False)
def remind_all(timestamp: int) -> None:
    """Every morning before work; safe to run twice."""
    with acting(Scope("province")):
        remind()
