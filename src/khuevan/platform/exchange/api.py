"""The door of exchange."""

from .actions.gathering import Gathered, gather, gather_due, touch, touch_all
from .actions.sending import Round, drain
from .adapters.checking import fault_of
from .adapters.http_channel import HttpChannel
from .models import Partner, Record
from .policies import demand, steers
from .rules.comparing import Held, group_digest
from .rules.envelope import CANCEL, Envelope, read
from .rules.kinds import CLASS, KINDS, PUPIL, RESULT, SCHOOL, STAFF, TRANSCRIPT, schema_of

__all__ = [
    "CANCEL",
    "CLASS",
    "KINDS",
    "PUPIL",
    "RESULT",
    "SCHOOL",
    "STAFF",
    "TRANSCRIPT",
    "Envelope",
    "Gathered",
    "Held",
    "HttpChannel",
    "Partner",
    "Record",
    "Round",
    "demand",
    "drain",
    "fault_of",
    "gather",
    "gather_due",
    "group_digest",
    "read",
    "schema_of",
    "steers",
    "touch",
    "touch_all",
]
