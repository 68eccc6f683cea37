"""The door of files."""

from .actions.store import store
from .adapters.place import storage
from .models import File
from .ports import ContentLost, Storage, StorageFull
from .queries.content import content_of

__all__ = ["ContentLost", "File", "Storage", "StorageFull", "content_of", "storage", "store"]
