"""Tell other rooms what happened, once it has."""

import json

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.events import Event, to_payload

from .orders import order

_WRITE = "INSERT INTO audit_announcement (school_id, event, payload, at) VALUES (%s, %s, %s::jsonb, %s) RETURNING id"


def announce(school_id: int, event: Event) -> None:
    """Write the event to the outbox in the caller's transaction; a job hands it to its listeners after commit."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [school_id, event.event_name, json.dumps(to_payload(event)), now()])
        (announcement,) = cursor.fetchone()
    order("audit.hand_out", school_id=school_id, announcement_id=announcement)
