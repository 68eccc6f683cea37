from .ledger import Access, Announcement, Entry, Head

__all__ = ["Access", "Announcement", "Entry", "Head"]
