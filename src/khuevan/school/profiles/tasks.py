"""Count every night how complete the profiles of all schools are."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily
from khuevan.registry.isolation.api import Scope, acting

from .api import count_all


@app.periodic(cron=daily(3, 41))
@app.task(name="profiles.count", queueing_lock="profiles.count", pass_context=False)
def count_at_night(timestamp: int) -> None:
    """Scores of all schools anew."""
    with acting(Scope("province")):
        count_all()
