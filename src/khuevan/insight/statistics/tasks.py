"""Background work of the statistics."""

import logging

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily
from khuevan.registry.audit.api import PATIENT
from khuevan.registry.isolation.api import Scope, acting

from .api import rebuild, recount

_log = logging.getLogger(__name__)


@app.periodic(cron=daily(3, 40))
@app.task(name="statistics.check", queueing_lock="statistics.check", pass_context=False, retry=PATIENT)
def check(timestamp: int) -> None:
    """Every night: everything is counted from the tables. What no event told is mended, and said in the log."""
    with acting(Scope("province")):
        if changed := rebuild():
            _log.warning("statistics: %s figures had not followed", changed)


@app.task(name="statistics.recount", pass_context=False, retry=PATIENT)
def recount_people(person_ids: list[int]) -> None:
    """Everything of the schools where these people are or were; safe to run twice."""
    with acting(Scope("province")):
        recount(person_ids)
