"""The door of audit."""

from .actions.access import log_access
from .actions.announce import announce
from .actions.ledger import Change, record
from .actions.orders import PATIENT, order
from .models import Access, Entry
from .queries.chain import Break, broken_links
from .queries.outbox import forgotten

__all__ = [
    "PATIENT",
    "Access",
    "Break",
    "Change",
    "Entry",
    "announce",
    "broken_links",
    "forgotten",
    "log_access",
    "order",
    "record",
]
