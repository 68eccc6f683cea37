"""The storage that this installation uses: the directory ``files`` of its data."""

from functools import lru_cache

from django.conf import settings

from ..ports import Storage
from .disk import DiskStorage


@lru_cache(maxsize=1)
def storage() -> Storage:
    """The one storage of the process."""
    return DiskStorage(settings.DATA_DIR / "files")
