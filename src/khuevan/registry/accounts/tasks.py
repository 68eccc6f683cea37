"""Every night: what nobody can use any more goes."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily

from .actions.forgetting import forget_ended


@app.periodic(cron=daily(2, 30))
@app.task(name="accounts.forget_ended", queueing_lock="accounts.forget_ended", pass_context=False)
def forget_ended_sessions(timestamp: int) -> None:
    """Sessions, log-ins, counters; safe to run twice."""
    forget_ended()
