"""Read a file's bytes."""

from ..adapters.place import storage
from ..models import File


def content_of(file: File) -> bytes:
    """The bytes of a file whose row the caller may see. Raises ``ContentLost`` when they are not as stored."""
    return storage().get(file.sha256)
