"""Publish every finished day."""

from datetime import timedelta

from procrastinate.contrib.django import app

from khuevan.kernel.clock import today
from khuevan.registry.isolation.api import Scope, acting

from .api import publish


@app.periodic(cron="7 * * * *")
@app.task(name="transparency.publish", queueing_lock="transparency.publish", pass_context=False)
def publish_yesterday(timestamp: int) -> None:
    """Every hour, so that a machine that slept at midnight makes up for it; a published day stays as it is."""
    with acting(Scope("province")):
        publish(today() - timedelta(days=1))
