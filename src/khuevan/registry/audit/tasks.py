"""Hand announced events to their listeners."""

from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from khuevan.kernel.clock import daily, today
from khuevan.kernel.events import from_payload, handlers_for
from khuevan.registry.isolation.api import Scope, acting

from .actions.access import make_room
from .api import PATIENT, forgotten, order
from .models import Announcement

GRACE = timedelta(minutes=5)
KEPT = timedelta(days=7)


@app.task(name="audit.hand_out", pass_context=False, retry=PATIENT)
def hand_out(school_id: int, announcement_id: int) -> None:
    """Run every handler of one announced event, all or none; safe to run twice."""
    with acting(Scope("staff", frozenset({school_id}))):
        row = Announcement.objects.select_for_update().get(pk=announcement_id)
        if row.handled_at:
            return
        event = from_payload(row.event, row.payload)
        for handler in handlers_for(type(event)):
            handler(event)
        row.handled_at = now()
        row.save(update_fields=["handled_at"])


@app.periodic(cron="*/5 * * * *")
@app.task(name="audit.remember", queueing_lock="audit.remember", pass_context=False)
def remember(timestamp: int) -> None:
    """Every five minutes: what was announced and then forgotten, because its worker died, is ordered again."""
    with acting(Scope("province")):
        for school_id, announcement_id in forgotten(now() - GRACE):
            order("audit.hand_out", school_id=school_id, announcement_id=announcement_id)


@app.periodic(cron=daily(2, 10))
@app.task(name="audit.make_room", queueing_lock="audit.make_room", pass_context=False)
def make_room_by_year(timestamp: int) -> None:
    """Every night: this school year and the next have their partitions of the ledger and of who looked."""
    make_room(today())


@app.periodic(cron=daily(2, 20))
@app.task(name="audit.forget_handled", queueing_lock="audit.forget_handled", pass_context=False)
def forget_handled(timestamp: int) -> None:
    """Every night: what was announced and handled a week ago goes; the ledger tells what happened."""
    with acting(Scope("province")):
        Announcement.objects.filter(handled_at__lt=now() - KEPT).delete()
