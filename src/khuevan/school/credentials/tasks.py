"""Make the page that checks without a network anew, so that its list is never old."""

from procrastinate.contrib.django import app

from khuevan.registry.isolation.api import Scope, acting

from .api import make_page


@app.periodic(cron="23 * * * *")
@app.task(name="credentials.make_page", queueing_lock="credentials.make_page", pass_context=False)
def make_page_hourly(timestamp: int) -> None:
    """Every hour."""
    with acting(Scope("province")):
        make_page()
