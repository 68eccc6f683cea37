"""Tell other rooms what happened, once it has."""

from django.utils.timezone import now

from khuevan.kernel.events import Event, to_payload

from ..models import Announcement
from .orders import order


def announce(school_id: int, event: Event) -> None:
    """Write the event to the outbox in the caller's transaction; a job hands it to its listeners after commit."""
    row = Announcement.objects.create(school_id=school_id, event=event.event_name, payload=to_payload(event), at=now())
    order("audit.hand_out", school_id=school_id, announcement_id=row.pk)
