"""The door of files."""

from .actions.store import Given, store, store_all
from .adapters.place import storage
from .models import File
from .ports import ContentLost, Storage, StorageFull
from .queries.content import content_of
from .queries.scans import LARGEST_SCAN, scan_type

__all__ = [
    "LARGEST_SCAN",
    "ContentLost",
    "File",
    "Given",
    "Storage",
    "StorageFull",
    "content_of",
    "scan_type",
    "storage",
    "store",
    "store_all",
]
