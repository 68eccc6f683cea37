"""The door of exchange."""

from .actions.gathering import Gathered, gather, gather_due, touch, touch_all
from .actions.importing import Imported, import_log
from .actions.partners import Wish, add_partner
from .actions.reconciling import compare_now
from .actions.sending import Round, drain
from .adapters.checking import fault_of
from .adapters.http_channel import HttpChannel
from .models import Partner, Record
from .policies import demand, steers
from .queries.overview import standings
from .queries.tabs import room_tabs
from .queries.words import kind_name, reason_name, status_name
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
    "Imported",
    "Partner",
    "Record",
    "Round",
    "Wish",
    "add_partner",
    "compare_now",
    "demand",
    "drain",
    "fault_of",
    "gather",
    "gather_due",
    "group_digest",
    "import_log",
    "kind_name",
    "read",
    "reason_name",
    "room_tabs",
    "schema_of",
    "standings",
    "status_name",
    "steers",
    "touch",
    "touch_all",
]
