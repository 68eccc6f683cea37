"""Tell other rooms what happened, once it has."""

import json

from django.db import connection
from django.utils.timezone import now

from khuevan.kernel.events import Event, to_payload

from .orders import ordered

_JOB = ordered("audit.hand_out", "jsonb_build_object('school_id', a.school_id, 'announcement_id', a.id)")
_WRITE = f"""
WITH a AS (
  INSERT INTO audit_announcement (school_id, event, payload, at) VALUES (%s, %s, %s::jsonb, %s) RETURNING school_id, id)
SELECT {_JOB} FROM a"""  # noqa: S608 - our own names
"""Every save announces: the job is ordered with the same statement."""


def announce(school_id: int, event: Event) -> None:
    """Write the event to the outbox in the caller's transaction; a job hands it to its listeners after commit."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [school_id, event.event_name, json.dumps(to_payload(event)), now()])
