"""Hand announced events to their listeners."""

from django.utils.timezone import now
from procrastinate.contrib.django import app

from khuevan.kernel.events import from_payload, handlers_for
from khuevan.registry.isolation.api import Scope, acting

from .models import Announcement


@app.task(name="audit.hand_out", pass_context=False)
def hand_out(school_id: int, announcement_id: int) -> None:
    """Run every handler of one announced event; safe to run twice."""
    with acting(Scope("staff", frozenset({school_id}))):
        row = Announcement.objects.select_for_update().get(pk=announcement_id)
        if row.handled_at:
            return
        event = from_payload(row.event, row.payload)
        for handler in handlers_for(type(event)):
            handler(event)
        row.handled_at = now()
        row.save(update_fields=["handled_at"])
