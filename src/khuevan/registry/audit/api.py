"""The door of audit."""

from .actions.access import log_access
from .actions.announce import announce
from .actions.ledger import Change, record
from .actions.opening import Author, Opening, open_books
from .actions.orders import PATIENT, order
from .models import Access, Entry
from .queries.accesses import Look, looks_of_others
from .queries.chain import Break, broken_links
from .queries.outbox import forgotten

__all__ = [
    "PATIENT",
    "Access",
    "Author",
    "Break",
    "Change",
    "Entry",
    "Look",
    "Opening",
    "announce",
    "broken_links",
    "forgotten",
    "log_access",
    "looks_of_others",
    "open_books",
    "order",
    "record",
]
