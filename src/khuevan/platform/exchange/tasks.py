"""The feed in the background: what changed is gathered, what waits is sent."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily
from khuevan.registry.audit.api import PATIENT
from khuevan.registry.isolation.api import acting
from khuevan.registry.units.api import Unit

from .actions.gathering import PROVINCE, gather_due, touch, touch_all
from .actions.reconciling import compare
from .actions.sending import drain
from .models import Partner


@app.periodic(cron="* * * * *")
@app.task(name="exchange.feed", queueing_lock="exchange.feed", lock="exchange.feed", pass_context=False)
def feed(timestamp: int) -> None:
    """Once a minute: gather the schools where something changed, then send to every partner; safe to run twice."""
    gather_due()
    with acting(PROVINCE):
        partners = list(Partner.objects.filter(paused_at=None).order_by("pk").values_list("pk", flat=True))
    for pk in partners:
        drain(pk)


@app.periodic(cron=daily(2, 20))
@app.task(name="exchange.gather_all", queueing_lock="exchange.gather_all", pass_context=False)
def gather_all(timestamp: int) -> None:
    """Every night all schools, for what nobody announced."""
    with acting(PROVINCE):
        touch_all()


@app.task(name="exchange.touch_school", pass_context=False, retry=PATIENT)
def touch_school(unit_id: int) -> None:
    """A unit changed; if it is a school, its records are gathered at the next round."""
    with acting(PROVINCE):
        if Unit.objects.filter(pk=unit_id, kind="school").exists():
            touch(unit_id)


@app.task(name="exchange.compare", pass_context=False)
def compare_with(reconciliation_id: int) -> None:
    """Compare what we hold with what a partner holds; safe to run twice."""
    compare(reconciliation_id)
