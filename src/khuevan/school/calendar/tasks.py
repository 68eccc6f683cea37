"""Background work of the calendar."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily
from khuevan.registry.isolation.api import Scope, acting

from .api import remind


@app.periodic(cron=daily(5, 10))
@app.task(name="calendar.remind", queueing_lock="calendar.remind", pass_context=False)
def remind_all(timestamp: int) -> None:
    """Every morning before work; safe to run twice."""
    with acting(Scope("province")):
        remind()
