"""The door of audit."""

from .actions.access import log_access
from .actions.announce import announce
from .actions.ledger import Change, record
from .actions.orders import order
from .models import Access, Entry
from .queries.chain import Break, broken_links

__all__ = ["Access", "Break", "Change", "Entry", "announce", "broken_links", "log_access", "order", "record"]
