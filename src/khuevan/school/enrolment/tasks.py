"""Background work of enrolment."""

from procrastinate.contrib.django import app

from khuevan.kernel.clock import today
from khuevan.registry.isolation.api import Scope, acting
from khuevan.registry.units.api import Unit

from .api import catch_up


@app.periodic(cron="5 * * * *")
@app.task(name="enrolment.change_over", queueing_lock="enrolment.change_over", pass_context=False)
def change_over(timestamp: int) -> None:
    """Every hour: whose teaching has begun holds the post, soon after midnight in whatever zone the server is."""
    with acting(Scope("province")):
        schools = frozenset(Unit.objects.filter(kind="school").values_list("id", flat=True))
    with acting(Scope("staff", schools)):
        catch_up(today())
